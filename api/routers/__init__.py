"""The faces of the service: one router a subject, listed here and nowhere else."""

from api.routers import (
    cypher,
    decisions,
    facilities,
    fhir,
    health,
    hospital,
    mcp,
    people,
    questions,
    resolve,
    review,
    search,
)

ROUTERS = (
    health.router,
    hospital.router,
    fhir.router,
    people.router,
    resolve.router,
    search.router,
    review.router,
    decisions.router,
    facilities.router,
    questions.router,
    cypher.router,
    mcp.router,
)

"""The faces of the service: one router a subject, listed here and nowhere else."""

from api.routers import health, hospital, people, resolve, search

ROUTERS = (health.router, hospital.router, people.router, resolve.router, search.router)

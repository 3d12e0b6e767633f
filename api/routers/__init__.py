"""The faces of the service: one router a subject, listed here and nowhere else."""

from api.routers import health, hospital

ROUTERS = (health.router, hospital.router)

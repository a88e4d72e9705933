"""People and devices that play a scenario: see README.md."""

from console.simulation.simulation import Simulation

__all__ = ["Simulation"]

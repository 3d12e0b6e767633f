"""What the simulator knows of Hanoi, as tables: one tab-separated file per subject.

Every file is read by `simulator.tables`; a line that starts with `#` says where its facts come
from. Shares and rates are estimates for making synthetic people, never measurements.
"""

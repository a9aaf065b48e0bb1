"""Looking at one delivered file, known or not, without taking it in; drafting its mapping."""

from takeup.inspection.document import document
from takeup.inspection.look import inspect, inspect_path
from takeup.inspection.reading import Place, Upload
from takeup.inspection.result import Inspection, plain
from takeup.inspection.screen import screen

__all__ = [
    "Inspection",
    "Place",
    "Upload",
    "document",
    "inspect",
    "inspect_path",
    "plain",
    "screen",
]

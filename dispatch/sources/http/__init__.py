"""Alerts over HTTP as CloudEvents: the one form every other source may also be brought into."""

from dispatch.sources.http.cloudevents import Delivery, Report, read
from dispatch.sources.http.complaint import field_error
from dispatch.sources.http.mapping import AlertData, to_command

__all__ = ["AlertData", "Delivery", "Report", "field_error", "read", "to_command"]

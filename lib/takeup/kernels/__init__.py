"""Kernels for pages: forked from a process that has everything imported, or ordinary ones.

Both speak the Jupyter protocol over Unix sockets in a folder of this process, know the same
environment and write the same bytes. What the parent of forked kernels imports is named by
the caller: nothing here knows a report.
"""

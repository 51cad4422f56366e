"""Bringing in: files -> a preview a person confirms -> messages and fragments, in one transaction.

importing    where a page begins: what a file seems to be; then all of it into the workspace, or nothing
staging      uploads, on disk as long as they are needed
people, zones, kinds, naming, mappings   what a person says about a file: who, when, what becomes of pictures,
             what a sticker is called, which column is what; clocks: times follow the zone
joining      what a newer export of a chat adds; extending cuts only what that changes anew
reports, problems   what became of each record, in words
collecting   the files of a folder, for the command line
"""

#!/usr/bin/env python3
"""Adds up every Surefire and Failsafe report of the tree and prints one closing line."""
import glob
import xml.etree.ElementTree as xml

run = failed = skipped = 0
for report in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True):
    suite = xml.parse(report).getroot()
    run += int(suite.get("tests", 0))
    failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped += int(suite.get("skipped", 0))
    for case in suite.iter("testcase"):
        for skip in case.iter("skipped"):
            print(f"skipped: {case.get('classname')}.{case.get('name')}: {skip.get('message')}")
        if case.find("flakyFailure") is not None or case.find("flakyError") is not None:
            print(f"flaky, passed on its second run: {case.get('classname')}.{case.get('name')}")
print(f"{run - failed - skipped} passed, {failed} failed, {skipped} skipped")

"""When a clinic's patients are asked: the plan in force, and the occasions it comes to.

Pure, as all of the core: the day and the hour are arguments, so a plan for next Easter
is tried today. Nothing here sends anything.
"""

"""Drawing: functions that draw on an Axes that is handed in and return None, and scenes."""

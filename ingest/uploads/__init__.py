"""Files that people bring: recognised, kept without personal data, checked, loaded, corrected."""

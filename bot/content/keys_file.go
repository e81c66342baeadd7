package content

// Moderators: times that cannot be used (ruling 41).
const (
	KeyStaffTimePast    Key = "m_time_past"
	KeyStaffTimeNoClock Key = "m_time_no_clock"
	KeyStaffTimeNoDay   Key = "m_time_no_day"
	KeyStaffTimeFar     Key = "m_time_far"
	KeyStaffTimeSkipped Key = "m_time_skipped"
)

package content

// Moderators: times that cannot be used (ruling 41).
const (
	KeyStaffTimePast    Key = "m_time_past"
	KeyStaffTimeNoClock Key = "m_time_no_clock"
	KeyStaffTimeNoDay   Key = "m_time_no_day"
	KeyStaffTimeFar     Key = "m_time_far"
	KeyStaffTimeSkipped Key = "m_time_skipped"
)

// Seats that are kept for the waitlist (ruling 36).
const (
	KeyRegisterBehind Key = "register_behind"
	KeyWaitlistBehind Key = "waitlist_behind"
	KeyCheckinBehind  Key = "checkin_behind"
)

// Alerts about ends of links, and about a changed file that has too little (rulings 37, 39).
const (
	KeyAlertLinkEnds     Key = "alert_link_ends"
	KeyAlertLinkEndsLast Key = "alert_link_ends_last"
	KeyAlertLinkOver     Key = "alert_link_over"
	KeyAlertFewSeats     Key = "alert_few_seats"
	KeyAlertFewPacks     Key = "alert_few_packs"
)

// Alerts about campaign files (R20).
const (
	KeyAlertFileBroken Key = "alert_file_broken"
	KeyAlertFileTwice  Key = "alert_file_twice"
	KeyAlertFileGone   Key = "alert_file_gone"
)

// KeyPackShut answers a claim after the end of the claims (R20).
const KeyPackShut Key = "pack_shut"

// A pack after the end of the claims: in a list of the packs, and as its state for somebody.
const (
	KeyPackLineEnded  Key = "pack_line_ended"
	KeyStatusPackShut Key = "status_pack_shut"
)

package content

// Tickets: who asks, how many, and what waits too long.
const (
	KeyHumanReplyQuoted Key = "human_reply_quoted"
	KeyAlertAsker       Key = "alert_asker"
	KeyAlertAskers      Key = "alert_askers"
	KeyStaffInboxMany   Key = "m_inbox_many"
	KeyStaffInboxNext   Key = "m_inbox_next"
	KeyStaffNoPage      Key = "m_no_page"
)

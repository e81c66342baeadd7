package content

// Tickets: who asks, how many, and what waits too long.
const (
	KeyHumanReplyQuoted  Key = "human_reply_quoted"
	KeyAlertAsker        Key = "alert_asker"
	KeyAlertAskers       Key = "alert_askers"
	KeyStaffInboxMany    Key = "m_inbox_many"
	KeyStaffInboxNext    Key = "m_inbox_next"
	KeyForwarded         Key = "question_forwarded"
	KeyAlertWaiting      Key = "alert_waiting"
	KeyAlertNight        Key = "alert_night"
	KeyStaffForwarded    Key = "m_forwarded"
	KeyStaffForwardSame  Key = "m_forward_same"
	KeyStaffForwardTold  Key = "m_forward_told"
	KeyStaffForwardLater Key = "m_forward_later"
	KeyStaffForwardNo    Key = "m_forward_no"
	KeyStaffEntriesNone  Key = "m_entries_none"
	KeyStaffEntries      Key = "m_entries"
	KeyStaffEntryItem    Key = "m_entry_item"
	KeyStaffRewriteAsk   Key = "m_rewrite_ask"
	KeyStaffRewritten    Key = "m_rewritten"
	KeyStaffRetireAsk    Key = "m_retire_ask"
	KeyStaffRetired      Key = "m_retired"
	KeyStaffHelpOne      Key = "m_help_one"
	KeyStaffUnknownNear  Key = "m_unknown_near"
	KeyStaffNoPage       Key = "m_no_page"
)

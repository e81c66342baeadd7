package content

// What moderators read by chat about the console.
const (
	KeyStaffConsole     Key = "m_console"
	KeyStaffConsoleNone Key = "m_console_none"
	KeyStateLeaving     Key = "state_leaving"
)

package content

// What moderators read about the console.
const (
	KeyStaffConsole     Key = "m_console"
	KeyStaffConsoleNone Key = "m_console_none"
)

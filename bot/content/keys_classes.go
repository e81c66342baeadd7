package content

// Which class is meant, and its name, while several are live (R20).
const (
	// KeyClassTag stands before what is said of a class.
	KeyClassTag Key = "class_tag"
	// KeyClassDated names a class by its day too.
	KeyClassDated    Key = "class_dated"
	KeyWhichClass    Key = "class_which"
	KeyWhichClaim    Key = "class_which_claim"
	KeyWhichCheckin  Key = "class_which_checkin"
	KeyWhichMakeup   Key = "class_which_makeup"
	KeyWhichReport   Key = "class_which_report"
	KeyWhichAsk      Key = "class_which_ask"
	KeyWhichLeave    Key = "class_which_leave"
	KeyWhichSignup   Key = "class_which_signup"
	KeyWhichQuestion Key = "class_which_faq"
	// KeyMyMore says of how many classes a list has no room.
	KeyMyMore         Key = "class_my_more"
	KeyStageAnnounced Key = "class_announced"
	KeyStageOpen      Key = "class_open"
	KeyStageShut      Key = "class_shut"
	KeyStageOff       Key = "class_off"
	KeyStageRunning   Key = "class_running"
	KeyStageAfter     Key = "class_after"
	KeyStageEnded     Key = "class_ended"

	KeyStaffClasses       Key = "m_classes"
	KeyStaffClassItem     Key = "m_class_item"
	KeyStaffClassHere     Key = "m_class_here"
	KeyStaffClassSwitched Key = "m_class_switched"
	KeyStaffClassNone     Key = "m_class_none"
	KeyStaffStopAbove     Key = "m_stop_above"
	KeyStaffHelpClasses   Key = "m_help_classes"
)

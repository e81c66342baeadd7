package content

import (
	"sync"
	"time"

	"zhujiao/bot/campaign"
)

// Variants: texts that are said instead of another one when that would be wrong (ruling
// 52).
const (
	KeyWelcomeRunning     Key = "welcome_running"
	KeyWelcomeShutRunning Key = "welcome_shut_running"
	KeyWelcomeShutAfter   Key = "welcome_shut_after"
	KeyWelcomeOverBare    Key = "welcome_over_bare"
	KeyClassOverBare      Key = "class_over_bare"
	KeyRegisterOKRunning  Key = "register_ok_running"
	KeyRegisterOKAfter    Key = "register_ok_after"
	KeyRegisterOKScanLate Key = "register_ok_scan_late"
	KeyRegisterOKFarPlain Key = "register_ok_far_plain"
	KeyPromotedRunning    Key = "waitlist_promoted_running"
	KeyPromotedAfter      Key = "waitlist_promoted_after"
	KeyCancelAskNoWait    Key = "cancel_ask_nowait"
	KeyCancelAskLateBare  Key = "cancel_ask_late_bare"
)

// Variants of texts about packs and check-in.
const (
	KeyPackNeedRegisterFull  Key = "pack_need_register_full"
	KeyPackNeedRegisterEarly Key = "pack_need_register_early"
	KeyPackNeedCheckinAfter  Key = "pack_need_checkin_after"
	KeyPackDeliverLasting    Key = "pack_deliver_lasting"
	KeyPackAgainLasting      Key = "pack_again_lasting"
	KeyPackLoseOnly          Key = "pack_lose_only"
	KeyPackMenuBare          Key = "pack_menu_bare"
	KeyReportNoneBare        Key = "report_none_bare"
	KeyCheckinAlreadyBare    Key = "checkin_already_bare"
	KeyCheckinWrongAfter     Key = "checkin_wrong_after"
	KeyCheckinNone           Key = "checkin_none"
	KeyMakeupApprovedBare    Key = "makeup_approved_bare"
)

// Variants of other texts.
const (
	KeyAskHelpAfter        Key = "ask_help_after"
	KeyAskHelpPlain        Key = "ask_help_plain"
	KeyAskOKOpen           Key = "ask_ok_open"
	KeyBoardShut           Key = "board_shut"
	KeyBoardEmptyShut      Key = "board_empty_shut"
	KeyOptInNone           Key = "optin_none"
	KeyOptOutBare          Key = "optout_bare"
	KeyDeleteDoneBare      Key = "delete_done_bare"
	KeyRemind1hPlain       Key = "remind_1h_plain"
	KeyRemind10mBare       Key = "remind_10m_bare"
	KeyRemind10mPlain      Key = "remind_10m_plain"
	KeyTimeBefore          Key = "time_before"
	KeyTimeRunning         Key = "time_running"
	KeyTimeAfter           Key = "time_after"
	KeyStaffStatsBare      Key = "m_stats_bare"
	KeyStaffNoAudienceBare Key = "m_no_audience_bare"
)

// Pieces of other texts.
const (
	KeyMenuSignup      Key = "menu_signup"
	KeyMenuSignupFew   Key = "menu_signup_few"
	KeyMenuSignupFull  Key = "menu_signup_full"
	KeyMenuSignupEarly Key = "menu_signup_early"
	KeyMenuPacks       Key = "menu_packs"
	KeyMenuAsk         Key = "menu_ask"
	KeyMenuMy          Key = "menu_my"
	KeyMenuAgain       Key = "menu_again"
	KeyMenuOther       Key = "menu_other"
	KeyHintSignup      Key = "hint_signup"
	KeyHintSignupFull  Key = "hint_signup_full"
	KeyHintSignupEarly Key = "hint_signup_early"
	KeyHintAsk         Key = "hint_ask"
	KeyHintAskShort    Key = "hint_ask_short"
	KeyHintPacks       Key = "hint_packs"
	KeyHintMy          Key = "hint_my"
	KeyHintMyPacks     Key = "hint_my_packs"
	KeyHintCheckin     Key = "hint_checkin"
	KeyPackLine        Key = "pack_line"
	KeyPackLineDraw    Key = "pack_line_draw"
	KeyPackLineShut    Key = "pack_line_shut"
	KeyPackLineShutLot Key = "pack_line_draw_shut"
	KeyPackLineCheckin Key = "pack_line_checkin"
	KeyPackLineLots    Key = "pack_line_checkin_draw"
	KeyPackLineOver    Key = "pack_line_checkin_over"
	KeyMyPack          Key = "my_pack"
	KeyPackState       Key = "pack_state"
	KeyPackStateStaff  Key = "pack_state_staff"
	KeyStatsPack       Key = "m_stats_pack"
	KeyStatsChannel    Key = "m_stats_channel"
	KeyStatsNoCode     Key = "m_stats_no_code"
	KeyStatsOthers     Key = "m_stats_others"
	KeyPackContents    Key = "pack_contents"
	KeyPackContentsIn  Key = "pack_contents_checkin"
	KeyAlertNotBegun   Key = "alert_not_begun"
	KeyBoardItemNamed  Key = "board_item_named"
)

// moment is when a text is said, with its values.
type moment struct {
	class *campaign.Campaign
	at    time.Time
	vars  Vars
}

func (m moment) started() bool   { return !m.at.Before(m.class.Start) }
func (m moment) after() bool     { return m.at.After(m.class.End) }
func (m moment) packless() bool  { return len(m.class.Packs) == 0 }
func (m moment) ended() bool     { return m.packless() || m.class.ClaimsOver(m.at) }
func (m moment) unchecked() bool { return len(m.class.CheckinPacks()) == 0 || m.class.ClaimsOver(m.at) }
func (m moment) lasting() bool   { return m.vars["有效至"] == forEver }

// variant is a text that is said instead of its base when something holds.
type variant struct {
	base, key Key
	when      func(m moment) bool
}

// variants lists the variants of each text. The first that fits is said. Callers must not
// change them.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var variants = sync.OnceValue(func() map[Key][]variant {
	out := map[Key][]variant{}
	for _, list := range [][]variant{signupVariants(), packVariants(), otherVariants()} {
		for _, x := range list {
			out[x.base] = append(out[x.base], x)
		}
	}
	return out
})

func signupVariants() []variant {
	return []variant{
		{KeyWelcome, KeyWelcomeShutAfter, moment.after},
		{KeyWelcome, KeyWelcomeRunning, moment.started},
		{KeyWelcomeShut, KeyWelcomeShutAfter, moment.after},
		{KeyWelcomeShut, KeyWelcomeShutRunning, moment.started},
		{KeyWelcomeOver, KeyWelcomeOverBare, moment.ended},
		{KeyClassOver, KeyClassOverBare, moment.ended},
		{KeyRegisterOK, KeyRegisterOKAfter, moment.after},
		{KeyRegisterOK, KeyRegisterOKRunning, moment.started},
		{KeyRegisterOKScan, KeyRegisterOKAfter, moment.after},
		{KeyRegisterOKScan, KeyRegisterOKRunning, moment.started},
		{KeyRegisterOKScan, KeyRegisterOKScanLate, moment.unreminded},
		{KeyRegisterOKFar, KeyRegisterOKFarPlain, moment.unreminded},
		{KeyWaitlistPromoted, KeyPromotedAfter, moment.after},
		{KeyWaitlistPromoted, KeyPromotedRunning, moment.started},
		{KeyCancelAsk, KeyCancelAskNoWait, func(m moment) bool { return !m.class.Signup.Waitlist }},
		{KeyCancelNone, KeyCancelNoneShut, func(m moment) bool { return m.at.Before(m.class.Signup.Open) }},
		{KeyCancelAskLate, KeyCancelAskLateBare, moment.ended},
	}
}

func packVariants() []variant {
	return []variant{
		{KeyPackNeedRegister, KeyPackNeedRegisterEarly, func(m moment) bool { return m.at.Before(m.class.Signup.Open) }},
		{KeyPackNeedRegister, KeyPackNeedRegisterFull, func(m moment) bool { return m.vars["剩余"] == "0" }},
		{KeyPackNeedCheckin, KeyPackNeedCheckinAfter, moment.after},
		{KeyPackDeliver, KeyPackDeliverLasting, moment.lasting},
		{KeyPackAgain, KeyPackAgainLasting, moment.lasting},
		{KeyPackLose, KeyPackLoseOnly, func(m moment) bool {
			return m.unchecked() || m.at.After(m.class.Checkin.Close) || m.vars["已签到"] != ""
		}},
		{KeyPackMenu, KeyPackMenuBare, moment.packless},
		{KeyReportNone, KeyReportNoneBare, moment.packless},
		{KeyCheckinAlready, KeyCheckinAlreadyBare, moment.unchecked},
		{KeyMakeupApproved, KeyMakeupApprovedBare, moment.unchecked},
		{KeyStaffStats, KeyStaffStatsBare, moment.packless},
		{KeyStaffNoAudience, KeyStaffNoAudienceBare, moment.packless},
		{KeyDeleteDone, KeyDeleteDoneBare, func(m moment) bool { return !drawn(m.class) }},
	}
}

func otherVariants() []variant {
	shut := func(m moment) bool { return !m.class.Asking(m.at) }
	none := func(m moment) bool { return !m.class.HasCheckin() }
	return []variant{
		{KeyCheckinEarly, KeyCheckinNone, none},
		{KeyCheckinHow, KeyCheckinNone, none},
		{KeyCheckinLate, KeyCheckinNone, none},
		{KeyCheckinWrong, KeyCheckinWrongAfter, moment.after},
		{KeyAskHelp, KeyAskHelpAfter, moment.after},
		{KeyAskHelp, KeyAskHelpPlain, func(m moment) bool { return m.class.QAMinutes == 0 }},
		{KeyAskOK, KeyAskOKOpen, func(m moment) bool { return !m.class.Questions.Review }},
		{KeyBoard, KeyBoardShut, shut},
		{KeyBoardEmpty, KeyBoardEmptyShut, shut},
		{KeyOptInLate, KeyOptInNone, func(m moment) bool { return len(m.class.RemindersLeft(time.Time{})) == 0 }},
		{KeyOptOut, KeyOptOutBare, moment.packless},
		{KeyRemind1h, KeyRemind1hPlain, shut},
		{KeyRemind10m, KeyRemind10mPlain, none},
		{KeyRemind10m, KeyRemind10mBare, moment.unchecked},
	}
}

// unreminded reports whether no reminder before the class is still to come.
func (m moment) unreminded() bool { return len(m.class.RemindersLeft(m.at)) == 0 }

// drawn reports whether a pack of the class is a matter of chance.
func drawn(c *campaign.Campaign) bool {
	for _, p := range c.Packs {
		if p.Draw {
			return true
		}
	}
	return false
}

// Variant returns the text that is said for key at a time: key itself, or a variant of it.
// A file that words the text but not the variant keeps its words.
func (t *Texts) Variant(key Key, at time.Time, v Vars) Key {
	if off := whenCancelled(key); off != "" && t.c.Cancelled {
		return off
	}
	if fitting := t.fit(key, at, v); fitting == key || t.fileTexts[key] == "" || t.fileTexts[fitting] != "" {
		return fitting
	}
	return key
}

// fit returns the variant that fits, whatever the file words.
func (t *Texts) fit(key Key, at time.Time, v Vars) Key {
	m := moment{t.c, at, v}
	for _, x := range variants()[key] {
		if x.when(m) {
			return x.key
		}
	}
	return key
}

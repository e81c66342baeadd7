package content

// Key names a text of the content file; its value is the key in the file's
// section 文本. A campaign file may add keys for reminders of its own, so not
// every Key is one of the constants.
type Key string

// Welcome and menu.
const (
	KeyWelcome       Key = "welcome"
	KeyMenu          Key = "menu"
	KeyMy            Key = "my"
	KeyNonText       Key = "nontext"
	KeyRateLimit     Key = "ratelimit"
	KeyPaused        Key = "paused"
	KeyWelcomeShut   Key = "welcome_shut"
	KeyWelcomeOver   Key = "welcome_over"
	KeyClassOver     Key = "class_over"
	KeyNextClass     Key = "next_class"
	KeyNextNoted     Key = "next_noted"
	KeyApology       Key = "apology"
	KeyMyData        Key = "my_data"
	KeyPrivacy       Key = "privacy"
	KeyNegatedSignup Key = "negated_signup"
)

// Registration and waitlist.
const (
	KeyRegisterOK       Key = "register_ok"
	KeyRegisterOKScan   Key = "register_ok_scan"
	KeyRegisterAlready  Key = "register_already"
	KeyRegisterNotOpen  Key = "register_not_open"
	KeyRegisterClosed   Key = "register_closed"
	KeyWaitlistJoined   Key = "waitlist_joined"
	KeyWaitlistAlready  Key = "waitlist_already"
	KeyWaitlistEnded    Key = "waitlist_ended"
	KeyWaitlistPromoted Key = "waitlist_promoted"
	KeyRegisterOKFar    Key = "register_ok_far"
)

// Giving up a seat or a place on the waitlist.
const (
	KeyCancelAsk              Key = "cancel_ask"
	KeyCancelDone             Key = "cancel_done"
	KeyCancelWaitlistDone     Key = "cancel_waitlist_done"
	KeyCancelNone             Key = "cancel_none"
	KeyCancelAskLate          Key = "cancel_ask_late"
	KeyCancelDoneShut         Key = "cancel_done_shut"
	KeyCancelWaitlistDoneShut Key = "cancel_waitlist_done_shut"
	KeyCancelNoneShut         Key = "cancel_none_shut"
	KeyCancelNoPending        Key = "cancel_no_pending"
)

// Packs and their links.
const (
	KeyPackMenu          Key = "pack_menu"
	KeyPackWaitlistEnded Key = "pack_waitlist_ended"
	KeyPackDeliver       Key = "pack_deliver"
	KeyPackAgain         Key = "pack_again"
	KeyPackOut           Key = "pack_out"
	KeyPackLose          Key = "pack_lose"
	KeyPackUpdating      Key = "pack_updating"
	KeyReportOK          Key = "report_ok"
	KeyReportOKBackup    Key = "report_ok_backup"
	KeyReportAgain       Key = "report_again"
	KeyReportWhich       Key = "report_which"
	KeyReportNone        Key = "report_none"
	KeyLinkReplaced      Key = "link_replaced"
	KeyLinkDirect        Key = "link_direct"
	KeyBusyReport        Key = "busy_report"
)

// Check-in.
const (
	KeyCheckinOK         Key = "checkin_ok"
	KeyCheckinAlready    Key = "checkin_already"
	KeyCheckinEarly      Key = "checkin_early"
	KeyCheckinLate       Key = "checkin_late"
	KeyCheckinHow        Key = "checkin_how"
	KeyCheckinWrong      Key = "checkin_wrong"
	KeyCheckinWrongLimit Key = "checkin_wrong_limit"
	KeyCheckinFull       Key = "checkin_full"
	KeyMakeupOK          Key = "makeup_ok"
	KeyMakeupApproved    Key = "makeup_approved"
	KeyCheckinShut       Key = "checkin_shut"
)

// Questions for the lecturer.
const (
	KeyAskHelp      Key = "ask_help"
	KeyAskOK        Key = "ask_ok"
	KeyAskShort     Key = "ask_short"
	KeyAskLong      Key = "ask_long"
	KeyAskLimit     Key = "ask_limit"
	KeyAskDuplicate Key = "ask_duplicate"
	KeyAskOwn       Key = "ask_own"
	KeyAskBlocked   Key = "ask_blocked"
	KeyAskClosed    Key = "ask_closed"
	KeyAskMuted     Key = "ask_muted"
	KeyVoteOK       Key = "vote_ok"
	KeyVoteAlready  Key = "vote_already"
	KeyVoteOwn      Key = "vote_own"
	KeyVoteNone     Key = "vote_none"
	KeyBoard        Key = "board"
	KeyBoardItem    Key = "board_item"
	KeyBoardEmpty   Key = "board_empty"
	KeyAnswered     Key = "answered"
	KeyAnsweredLive Key = "answered_live"
	KeyAskNotOpen   Key = "ask_not_open"
	KeyBoardMore    Key = "board_more"
	KeyVoteBack     Key = "vote_back"
	KeyVoteBackNone Key = "vote_back_none"
)

// Tickets: questions that only a moderator can answer.
const (
	KeyUnknown            Key = "unknown"
	KeyUnknownOff         Key = "unknown_off"
	KeyUnknownMore        Key = "unknown_more"
	KeyDidYouMean         Key = "did_you_mean"
	KeyHumanOK            Key = "human_ok"
	KeyHumanOff           Key = "human_off"
	KeyHumanAgain         Key = "human_again"
	KeyHumanReply         Key = "human_reply"
	KeyHumanClosed        Key = "human_closed"
	KeyCourtesyThanks     Key = "courtesy_thanks"
	KeyCourtesyThanksOver Key = "courtesy_thanks_over"
	KeyCourtesyHello      Key = "courtesy_hello"
	KeySuggestWord        Key = "suggest_word"
	KeySuggestHuman       Key = "suggest_human"
)

// Consent and erasure.
const (
	KeyOptOut          Key = "optout"
	KeyOptIn           Key = "optin"
	KeyOptInSoon       Key = "optin_soon"
	KeyOptInLate       Key = "optin_late"
	KeyOptInFar        Key = "optin_far"
	KeyOptInUnable     Key = "optin_unable"
	KeyOptInTapped     Key = "optin_tapped"
	KeyOptOutWaits     Key = "optout_waits"
	KeyDeleteAsk       Key = "delete_ask"
	KeyDeleteDone      Key = "delete_done"
	KeyDeleteNone      Key = "delete_none"
	KeyDeleteNoPending Key = "delete_no_pending"
	KeySubscribeLine   Key = "subscribe_line"
	KeySubscribeYes    Key = "subscribe_yes"
	KeySubscribeNo     Key = "subscribe_no"
)

// Reminders.
const (
	KeyRemind1h   Key = "remind_1h"
	KeyRemind10m  Key = "remind_10m"
	KeyRemindPack Key = "remind_pack"
)

// Words of a person's state (R19).
const (
	KeyStatusSignupNone   Key = "status_signup_none"
	KeyStatusSignupSeat   Key = "status_signup_seat"
	KeyStatusSignupWait   Key = "status_signup_wait"
	KeyStatusCheckinNo    Key = "status_checkin_no"
	KeyStatusCheckinYes   Key = "status_checkin_yes"
	KeyStatusPackReady    Key = "status_pack_ready"
	KeyStatusPackHeld     Key = "status_pack_held"
	KeyStatusPackDrawable Key = "status_pack_drawable"
	KeyStatusPackWon      Key = "status_pack_won"
	KeyStatusPackLost     Key = "status_pack_lost"
	KeyStatusPackGone     Key = "status_pack_gone"
	KeyStatusQuestions    Key = "status_questions"
	KeyStatusRemindUnset  Key = "status_remind_unset"
	KeyStatusRemindOn     Key = "status_remind_on"
	KeyStatusRemindOut    Key = "status_remind_out"
)

// States of a broadcast, for moderators.
const (
	KeyStateDraft     Key = "state_draft"
	KeyStateApproval  Key = "state_approval"
	KeyStateScheduled Key = "state_scheduled"
	KeyStateGrown     Key = "state_grown"
	KeyStateSending   Key = "state_sending"
	KeyStatePaused    Key = "state_paused"
	KeyStateStopped   Key = "state_stopped"
	KeyStateCancelled Key = "state_cancelled"
	KeyStateDone      Key = "state_done"
)

// Alerts of the staff group.
const (
	KeyAlertUnknown        Key = "alert_unknown"
	KeyAlertDead           Key = "alert_dead"
	KeyAlertStopped        Key = "alert_stopped"
	KeyAlertHuman          Key = "alert_human"
	KeyAlertLate           Key = "alert_late"
	KeyAlertUnreached      Key = "alert_unreached"
	KeyAlertAccount        Key = "alert_account"
	KeyAlertBroadcast      Key = "alert_broadcast"
	KeyAlertBroadcastQuiet Key = "alert_broadcast_quiet"
	KeyAlertBanned         Key = "alert_banned"
	KeyAlertFeatureText    Key = "alert_feature_text"
	KeyAlertFeatureChoices Key = "alert_feature_choices"
	KeyAlertFeatureImage   Key = "alert_feature_image"
	KeyAlertFeatureOnce    Key = "alert_feature_once"
	KeyAlertGate           Key = "alert_gate"
	KeyAlertGateReadOnly   Key = "alert_gate_readonly"
	KeyAlertGateFull       Key = "alert_gate_full"
	KeyAlertGateOneNode    Key = "alert_gate_one_node"
	KeyAlertGateLogin      Key = "alert_gate_login"
	KeyAlertUnsent         Key = "alert_unsent"
	KeyAlertUnsentStopped  Key = "alert_unsent_stopped"
	KeyAlertUnsentQuiet    Key = "alert_unsent_quiet"
	KeyAlertUnsentSame     Key = "alert_unsent_same"
	KeyAlertUnsentLate     Key = "alert_unsent_late"
	KeyAlertUnsentEmpty    Key = "alert_unsent_empty"
	KeyAlertUnsentGrown    Key = "alert_unsent_grown"
	KeyAlertUnsentText     Key = "alert_unsent_text"
	KeyAlertImage          Key = "alert_image"
	KeyAlertFilled         Key = "alert_filled"
)

// What did not arrive, for whoever expects it to (ruling 42).
const (
	KeyUndelivered       Key = "m_undelivered"
	KeyUndeliveredKept   Key = "m_undelivered_kept"
	KeyUndeliveredAnswer Key = "undelivered_answer"
	KeyUndeliveredMakeup Key = "undelivered_makeup"
	KeyUndeliveredSeat   Key = "undelivered_seat"
	KeyUndeliveredWall   Key = "undelivered_wall"
	KeyCauseUnreachable  Key = "cause_unreachable"
	KeyCauseLeft         Key = "cause_left"
	KeyCauseGone         Key = "cause_gone"
	KeyCauseOptedOut     Key = "cause_opted_out"
	KeyCauseStopped      Key = "cause_stopped"
	KeyCauseLost         Key = "cause_lost"
	KeyCauseQuota        Key = "cause_quota"
	KeyCauseRefused      Key = "cause_refused"
	KeyCauseFault        Key = "cause_fault"
)

// Moderators: questions.
const (
	KeyStaffQuestionNew           Key = "m_q_new"
	KeyStaffQuestionItem          Key = "m_q_item"
	KeyStaffQuestionOK            Key = "m_q_ok"
	KeyStaffQuestionHide          Key = "m_q_hide"
	KeyStaffQuestionAnswered      Key = "m_q_answered"
	KeyStaffQuestionAnsweredLater Key = "m_q_answered_later"
	KeyStaffQuestionSelf          Key = "m_q_self"
	KeyStaffQuestionPending       Key = "m_q_pending"
	KeyStaffQuestionHidden        Key = "m_q_hidden"
	KeyStaffQuestionGone          Key = "m_q_gone"
	KeyStaffQuestionTold          Key = "m_q_told"
	KeyStaffQuestionMerged        Key = "m_q_merged"
	KeyStaffQuestionWall          Key = "m_q_wall"
	KeyStaffQuestionWallUnreached Key = "m_q_wall_unreached"
)

// Moderators: makeups.
const (
	KeyStaffMakeupOK      Key = "m_makeup_ok"
	KeyStaffMakeupLater   Key = "m_makeup_later"
	KeyStaffMakeupFull    Key = "m_makeup_full"
	KeyStaffMakeupWaiting Key = "m_makeup_waiting"
	KeyStaffMakeupIn      Key = "m_makeup_in"
)

// Moderators: links of packs.
const (
	KeyStaffRelinkAsk    Key = "m_relink_ask"
	KeyStaffRelinkDone   Key = "m_relink_done"
	KeyStaffUntilBad     Key = "m_until_bad"
	KeyStaffUntilPast    Key = "m_until_past"
	KeyStaffRestock      Key = "m_restock"
	KeyStaffLinkStopped  Key = "m_link_stopped"
	KeyStaffLinkRestored Key = "m_link_restored"
	KeyStaffLinkList     Key = "m_link_list"
	KeyStaffLinkItem     Key = "m_link_item"
)

// Moderators: tickets and published entries.
const (
	KeyStaffInboxEmpty      Key = "m_inbox_empty"
	KeyStaffInbox           Key = "m_inbox"
	KeyStaffInboxItem       Key = "m_inbox_item"
	KeyStaffAnswered        Key = "m_answered"
	KeyStaffAnsweredLater   Key = "m_answered_later"
	KeyStaffPublishAsk      Key = "m_publish_ask"
	KeyStaffPublished       Key = "m_published"
	KeyStaffUndone          Key = "m_undone"
	KeyStaffInboxTaken      Key = "m_inbox_taken"
	KeyStaffTakenBy         Key = "m_taken_by"
	KeyStaffBusyTaken       Key = "m_busy_taken"
	KeyStaffBusyAnswered    Key = "m_busy_answered"
	KeyStaffPhrasingAsk     Key = "m_phrasing_ask"
	KeyStaffPhrasingRefused Key = "m_phrasing_refused"
	KeyStaffPublishRefused  Key = "m_publish_refused"
	KeyStaffPhrasingDone    Key = "m_phrasing_done"
	KeyStaffPhrasingDropped Key = "m_phrasing_dropped"
	KeyStaffPhrasingTaken   Key = "m_phrasing_taken"
	KeyStaffNotAnswered     Key = "m_not_answered"
	KeyStaffUndoLate        Key = "m_undo_late"
	KeyStaffTaken           Key = "m_taken"
	KeyStaffEnded           Key = "m_ended"
	KeyStaffUnknowns        Key = "m_unknowns"
	KeyStaffUnknownItem     Key = "m_unknown_item"
	KeyStaffUnknownsNone    Key = "m_unknowns_none"
	KeyStaffGone            Key = "m_gone"
	KeyStaffInboxMore       Key = "m_inbox_more"
	KeyStaffEndedOther      Key = "m_ended_other"
)

// Moderators: broadcasts.
const (
	KeyStaffDraft           Key = "m_draft"
	KeyStaffPreviewPrefix   Key = "m_preview_prefix"
	KeyStaffWrongCount      Key = "m_wrong_count"
	KeyStaffNeedPreview     Key = "m_need_preview"
	KeyStaffEdited          Key = "m_edited"
	KeyStaffSending         Key = "m_sending"
	KeyStaffAlreadySent     Key = "m_already_sent"
	KeyStaffQuiet           Key = "m_quiet"
	KeyStaffDupContent      Key = "m_dup_content"
	KeyStaffLint            Key = "m_lint"
	KeyStaffProgress        Key = "m_progress"
	KeyStaffPaused          Key = "m_paused"
	KeyStaffCancelled       Key = "m_cancelled"
	KeyStaffReport          Key = "m_report"
	KeyStaffBlocked         Key = "m_blocked"
	KeyStaffNoAudience      Key = "m_no_audience"
	KeyStaffEmptyAudience   Key = "m_empty_audience"
	KeyStaffScheduled       Key = "m_scheduled"
	KeyStaffTimeBad         Key = "m_time_bad"
	KeyStaffUntrue          Key = "m_untrue"
	KeyStaffSecond          Key = "m_second"
	KeyStaffSameHand        Key = "m_same_hand"
	KeyStaffBusy            Key = "m_busy"
	KeyStaffStateBad        Key = "m_state_bad"
	KeyStaffContinued       Key = "m_continued"
	KeyStaffCorrectedPrefix Key = "m_corrected_prefix"
	KeyStaffReportUnknown   Key = "m_report_unknown"
	KeyStaffNotFitting      Key = "m_not_fitting"
	KeyStaffDraftHere       Key = "m_draft_here"
	KeyStaffDraftUnseen     Key = "m_draft_unseen"
	KeyStaffLintSend        Key = "m_lint_send"
	KeyStaffLintFixed       Key = "m_lint_fixed"
	KeyStaffSameSent        Key = "m_same_sent"
	KeyStaffStopped         Key = "m_stopped"
	KeyStaffQuietLater      Key = "m_quiet_later"
	KeyStaffQuietDue        Key = "m_quiet_due"
	KeyStaffPreviewAgain    Key = "m_preview_again"
	KeyStaffMissed          Key = "m_missed"
	KeyStaffUnable          Key = "m_unable"
	KeyStaffUnableDraft     Key = "m_unable_draft"
	KeyStaffTooLong         Key = "m_too_long"
)

// Moderators: everything else.
const (
	KeyStaffStats          Key = "m_stats"
	KeyStaffChannels       Key = "m_stats_channels"
	KeyStaffNoChannel      Key = "m_no_channel"
	KeyStaffNoChannels     Key = "m_no_channels"
	KeyAtLeast             Key = "m_at_least"
	KeyStaffCloseAsk       Key = "m_close_ask"
	KeyStaffCloseDone      Key = "m_close_done"
	KeyStaffStop           Key = "m_stop"
	KeyStaffStopAll        Key = "m_stop_all"
	KeyStaffResumeAsk      Key = "m_resume_ask"
	KeyStaffResumeDone     Key = "m_resume_done"
	KeyStaffCodeBad        Key = "m_code_bad"
	KeyStaffMoreDone       Key = "m_more_done"
	KeyStaffNone           Key = "m_none"
	KeyStaffDoneAlready    Key = "m_done_already"
	KeyStaffUsage          Key = "m_usage"
	KeyStaffDenied         Key = "m_denied"
	KeyStaffUnknownCommand Key = "m_unknown_command"
	KeyStaffHelp           Key = "m_help"
	KeyStaffBound          Key = "m_bound"
	KeyStaffBindBad        Key = "m_bind_bad"
	KeyStaffOpenDone       Key = "m_open_done"
	KeyStaffSeatsAsk       Key = "m_seats_ask"
	KeyStaffSeatsDone      Key = "m_seats_done"
	KeyStaffWho            Key = "m_who"
	KeyStaffReachYes       Key = "m_reach_yes"
	KeyStaffReachNo        Key = "m_reach_no"
	KeyStaffRepeated       Key = "m_repeated"
	KeyStaffResumeNone     Key = "m_resume_none"
	KeyStaffOpenLate       Key = "m_open_late"
	KeyStaffBindHigher     Key = "m_bind_higher"
)

// What a yes, a no or a further question is said to (rulings 47, 55 and 56).
const (
	KeyWhich       Key = "which"
	KeyWhichCancel Key = "which_cancel"
	KeyWhichErase  Key = "which_erase"
	KeyWhichDo     Key = "which_do"
	KeyCancelKept  Key = "cancel_kept"
	KeyDeleteKept  Key = "delete_kept"
	KeyNothingDone Key = "nothing_done"
	KeyDismissed   Key = "dismissed"
	KeyRefused     Key = "refused"
	KeyFollowed    Key = "followed"
	KeyOneSeat     Key = "one_seat"
	KeyPackHow     Key = "pack_how"
)

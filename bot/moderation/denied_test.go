package moderation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// who asks for an action.
type who = moderation.Actor

// calls is a call of each method by its action. Their services have no ports, so
// that whatever touches one panics.
func calls() map[moderation.Action][]func(ctx context.Context, who moderation.Actor) error {
	s := bare()
	guard, shift, life := s.Guard, s.Tickets.Shift, s.Seats.Life
	logins, drafts := &moderation.Logins{}, &moderation.Drafts{}
	schedule := &moderation.Schedule{Life: life}
	writings := &moderation.Writings{}
	wall, views := &moderation.Wall{Guard: guard}, &moderation.Views{}
	u := moderation.Ref{Class: class, Kind: moderation.KindUnknown, Number: 1}
	p := moderation.Page{}
	type call = func(context.Context, moderation.Actor) error
	return map[moderation.Action][]call{
		moderation.ActionListTickets: {
			func(ctx context.Context, w who) error { _, err := s.Lists.Waiting(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := s.Lists.Tickets(ctx, w, p); return err },
			func(ctx context.Context, w who) error { _, err := s.Lists.Inbox(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := s.Tickets.Look(ctx, w, u); return err },
			func(ctx context.Context, w who) error { _, _, err := drafts.Of(ctx, w, u, noon()); return err },
			func(ctx context.Context, w who) error { _, err := drafts.Present(ctx, w, class, noon()); return err },
			func(ctx context.Context, w who) error { _, err := shift.Colleagues(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := shift.Held(ctx, w); return err },
			func(ctx context.Context, w who) error {
				_, err := s.Lists.Desk(ctx, w, moderation.DeskFilter{}, p)
				return err
			},
		},
		moderation.ActionAnswerTicket: {
			func(ctx context.Context, w who) error { return drafts.Save(ctx, w, u, "x", noon()) },
			func(ctx context.Context, w who) error { return drafts.See(ctx, w, u, noon()) },
			func(ctx context.Context, w who) error { return drafts.Drop(ctx, w, u) },
			func(ctx context.Context, w who) error {
				_, err := s.Tickets.Answer(ctx, w, u, "x", noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Tickets.AnswerAnyway(ctx, w, moderation.PendingAnswer{}, noon())
				return err
			},
		},
		moderation.ActionAssignTicket: {
			func(ctx context.Context, w who) error { return shift.Assign(ctx, w, &campaign.Ticket{}, "Min", noon()) },
		},
		moderation.ActionTakeShift: {func(ctx context.Context, w who) error { _, err := shift.Take(ctx, w, "Min", noon()); return err }},
		moderation.ActionTakeBackAnswer: {func(ctx context.Context, w who) error {
			return s.Tickets.TakeBack(ctx, w, moderation.PendingTakeBack{}, noon())
		}},
		moderation.ActionSkipReminder: {
			func(ctx context.Context, w who) error {
				_, err := schedule.ProposeSkip(ctx, w, "r", noon(), noon())
				return err
			},
			func(ctx context.Context, w who) error { return schedule.Skip(ctx, w, moderation.PendingSkip{}, noon()) },
		},
		moderation.ActionUnskipReminder: {func(ctx context.Context, w who) error { return schedule.Unskip(ctx, w, "r", noon(), noon()) }},
		moderation.ActionMoveReminder: {
			func(ctx context.Context, w who) error {
				_, err := life.ProposeReminder(ctx, w, moderation.PendingReminder{Name: "r"}, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := life.MoveReminder(ctx, w, moderation.PendingReminder{}, noon())
				return err
			},
		},
		moderation.ActionDraftBroadcast: {
			func(ctx context.Context, w who) error { return writings.Save(ctx, w, "x", false, noon()) },
			func(ctx context.Context, w who) error { _, err := writings.Of(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := writings.Take(ctx, w); return err },
		},
		moderation.ActionTakeTicket: {func(ctx context.Context, w who) error { return s.Tickets.TakeOver(ctx, w, u, noon()) }},
		moderation.ActionCloseTicket: {
			func(ctx context.Context, w who) error { _, err := s.Tickets.HandBack(ctx, w, u, noon()); return err },
			func(ctx context.Context, w who) error { return s.Tickets.Ignore(ctx, w, u, noon()) },
		},
		moderation.ActionGrantCheckin: {
			func(ctx context.Context, w who) error { _, err := s.Checkins.Open(ctx, w); return err },
			func(ctx context.Context, w who) error {
				_, err := s.Checkins.Grant(ctx, w, u, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Checkins.Admit(ctx, w, &campaign.Person{}, noon())
				return err
			},
		},
		moderation.ActionPublishEntry: {
			func(ctx context.Context, w who) error {
				_, err := s.Entries.ProposeEntry(ctx, w, u, moderation.EntryWording{}, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Entries.Publish(ctx, w, moderation.PendingEntry{}, noon())
				return err
			},
		},
		moderation.ActionUndoEntry: {func(ctx context.Context, w who) error { return s.Entries.Undo(ctx, w, u, noon()) }},
		moderation.ActionForwardTicket: {func(ctx context.Context, w who) error {
			_, err := s.Questions.Forwarder.Forward(ctx, w, u, noon())
			return err
		}},
		moderation.ActionRewriteEntry: {
			func(ctx context.Context, w who) error {
				_, err := s.Entries.ProposeRewrite(ctx, w, u, "x", noon())
				return err
			},
			func(ctx context.Context, w who) error {
				return s.Entries.Rewrite(ctx, w, moderation.PendingRewrite{}, noon())
			},
		},
		moderation.ActionRetireEntry: {
			func(ctx context.Context, w who) error {
				_, err := s.Entries.ProposeRetirement(ctx, w, u, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				return s.Entries.Retire(ctx, w, moderation.PendingRetirement{}, noon())
			},
		},
		moderation.ActionAddPhrasing: {
			func(ctx context.Context, w who) error {
				_, err := s.Entries.ProposePhrasing(ctx, w, "F1", "x", noon())
				return err
			},
			func(ctx context.Context, w who) error {
				return s.Entries.AddPhrasing(ctx, w, moderation.PendingPhrasing{}, noon())
			},
		},
		moderation.ActionDropPhrasing: {func(ctx context.Context, w who) error {
			return s.Entries.DropPhrasing(ctx, w, "F1", "x", noon())
		}},
		moderation.ActionListQuestions: {
			func(ctx context.Context, w who) error {
				_, err := s.Lists.Questions(ctx, w, campaign.QuestionPending, p)
				return err
			},
			func(ctx context.Context, w who) error { _, err := wall.View(ctx, w); return err },
			func(ctx context.Context, w who) error { _, err := views.Board(ctx, w, p); return err },
			func(ctx context.Context, w who) error {
				_, err := views.Asked(ctx, w, campaign.QuestionPending, p)
				return err
			},
			func(ctx context.Context, w who) error {
				_, _, err := views.QuestionFigures(ctx, w, time.Minute)
				return err
			},
		},
		moderation.ActionApproveQuestion: {func(ctx context.Context, w who) error { return s.Questions.Approve(ctx, w, u, noon()) }},
		moderation.ActionHideQuestion:    {func(ctx context.Context, w who) error { return s.Questions.Hide(ctx, w, u, noon()) }},
		moderation.ActionMergeQuestion: {func(ctx context.Context, w who) error {
			_, err := s.Questions.Merge(ctx, w, u, u, noon())
			return err
		}},
		moderation.ActionWallQuestion: {
			func(ctx context.Context, w who) error {
				_, err := s.Questions.PutOnWall(ctx, w, u, noon())
				return err
			},
			func(ctx context.Context, w who) error { return wall.Forward(ctx, w, 0, noon()) },
			func(ctx context.Context, w who) error { return wall.Back(ctx, w, 0, noon()) },
			func(ctx context.Context, w who) error { return wall.Toggle(ctx, w, 0, noon()) },
			func(ctx context.Context, w who) error { return wall.Clear(ctx, w, 0, noon()) },
			func(ctx context.Context, w who) error { return wall.Time(ctx, w, 0, true, noon()) },
		},
		moderation.ActionAnswerQuestion: {
			func(ctx context.Context, w who) error {
				_, err := s.Questions.Answer(ctx, w, u, "x", noon())
				return err
			},
			func(ctx context.Context, w who) error { return s.Questions.MarkAnswered(ctx, w, u, noon()) },
			func(ctx context.Context, w who) error { return s.Questions.Reopen(ctx, w, u, noon()) },
		},
		moderation.ActionOpenScreen: {
			func(ctx context.Context, w who) error { return wall.SetCode(ctx, w, 0, "", noon()) },
			func(ctx context.Context, w who) error { _, err := wall.OpenScreen(ctx, w, true, noon()); return err },
			func(ctx context.Context, w who) error { return wall.CloseScreen(ctx, w, "x", noon()) },
			func(ctx context.Context, w who) error { _, err := wall.ListScreens(ctx, w); return err },
		},
		moderation.ActionPromote: {func(ctx context.Context, w who) error { _, err := s.Seats.Promote(ctx, w, noon()); return err }},
		moderation.ActionErasePerson: {
			func(ctx context.Context, w who) error {
				_, err := s.People.ProposeErasure(ctx, w, 1, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.People.Erase(ctx, w, moderation.PendingErasure{}, noon())
				return err
			},
		},
		moderation.ActionReplaceLink: {
			func(ctx context.Context, w who) error {
				_, err := views.Estimate(ctx, w, "99", campaign.Mirror{}, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Links.ProposeLink(ctx, w, "99", campaign.Mirror{}, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Links.Replace(ctx, w, moderation.PendingLink{}, noon())
				return err
			},
		},
		moderation.ActionStopLink: {
			func(ctx context.Context, w who) error { return s.Links.Stop(ctx, w, "99", 1, noon()) },
			func(ctx context.Context, w who) error { _, err := s.Links.List(ctx, w, "99", noon()); return err },
		},
		moderation.ActionRestoreLink: {func(ctx context.Context, w who) error { return s.Links.Restore(ctx, w, "99", 1, noon()) }},
		moderation.ActionRestockPack: {func(ctx context.Context, w who) error {
			_, err := s.Links.Restock(ctx, w, "99", 1, noon())
			return err
		}},
		moderation.ActionCloseSignup: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.ProposeClosing(ctx, w, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				return s.Seats.Close(ctx, w, moderation.PendingClosing{}, noon())
			},
		},
		moderation.ActionOpenSignup: {func(ctx context.Context, w who) error {
			_, err := s.Seats.Open(ctx, w, noon())
			return err
		}},
		moderation.ActionAddSeats: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.ProposeSeats(ctx, w, 1, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Add(ctx, w, moderation.PendingSeats{}, noon())
				return err
			},
		},
		moderation.ActionMoveClass: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.ProposeMove(ctx, w, noon(), noon(), noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.Move(ctx, w, moderation.PendingMove{}, noon())
				return err
			},
		},
		moderation.ActionChangeLecturer: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.ProposeLecturer(ctx, w, "Li", "", noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.ChangeLecturer(ctx, w, moderation.PendingLecturer{}, noon())
				return err
			},
		},
		moderation.ActionCancelClass: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.ProposeCancelling(ctx, w, "", noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.Cancel(ctx, w, moderation.PendingCancelling{}, noon())
				return err
			},
		},
		moderation.ActionRestoreClass: {
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.ProposeRestoring(ctx, w, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Seats.Life.Restore(ctx, w, moderation.PendingRestoring{}, noon())
				return err
			},
		},
		moderation.ActionStopSending: {func(ctx context.Context, w who) error {
			_, err := s.Stops.Stop(ctx, w, campaign.StopAll, noon())
			return err
		}},
		moderation.ActionResumeSending: {
			func(ctx context.Context, w who) error {
				_, err := s.Stops.ProposeResume(ctx, w, noon())
				return err
			},
			func(ctx context.Context, w who) error {
				_, err := s.Stops.Resume(ctx, w, moderation.PendingResume{}, noon())
				return err
			},
		},
		moderation.ActionReadAudit: {func(ctx context.Context, w who) error {
			_, err := s.Lists.Audit(ctx, w, class, moderation.AuditFilter{}, p)
			return err
		}},
		moderation.ActionListClasses: {func(ctx context.Context, w who) error { _, err := s.Lists.Classes(ctx, w, p); return err }},
		moderation.ActionSwitchClass: {func(ctx context.Context, w who) error { return s.Moderators.SwitchClass(ctx, w, "other") }},
		moderation.ActionRepeatNotice: {
			func(ctx context.Context, w who) error { return s.Deliveries.Repeat(ctx, w, 1, noon()) },
			func(ctx context.Context, w who) error { return s.Deliveries.RepeatFailed(ctx, w, 1, 7, noon()) },
		},
		moderation.ActionTestDelivery: {func(ctx context.Context, w who) error { _, err := s.Deliveries.Test(ctx, w, noon()); return err }},
		moderation.ActionConfirm: {func(ctx context.Context, w who) error {
			_, err := s.Guard.Confirm(ctx, w, "0000", noon())
			return err
		}},
		moderation.ActionInviteModerator: {func(ctx context.Context, w who) error {
			_, err := s.Moderators.Invite(ctx, w, moderation.Moderator{}, noon())
			return err
		}},
		moderation.ActionOpenConsole: {func(ctx context.Context, w who) error { _, err := logins.LinkOwn(ctx, w, noon()); return err }},
		moderation.ActionSecureLogin: {
			func(ctx context.Context, w who) error { return logins.SetPassword(ctx, w, "x", noon()) },
			func(ctx context.Context, w who) error { return logins.SetTOTP(ctx, w, "x", 1, noon()) },
		},
		moderation.ActionListLogins: {func(ctx context.Context, w who) error { _, err := logins.List(ctx, w); return err }},
		moderation.ActionInviteLogin: {func(ctx context.Context, w who) error {
			_, err := logins.Invite(ctx, w, "Min", moderation.RoleReader, noon())
			return err
		}},
		moderation.ActionRemoveLogin: {func(ctx context.Context, w who) error { return logins.Remove(ctx, w, "Min", noon()) }},
	}
}

// below is the role with the most rights that may not do what needs a role.
func below(r moderation.Role) moderation.Role {
	switch r {
	case moderation.RoleOwner:
		return moderation.RoleStaff
	case moderation.RoleStaff:
		return moderation.RoleLecturer
	case moderation.RoleLecturer:
		return moderation.RoleReader
	default:
		return "guest"
	}
}

// Whoever may not do something is told so before anything is read or written.
func TestDeniedTouchesNothing(t *testing.T) {
	t.Parallel()
	all := calls()
	for _, others := range []map[moderation.Action][]func(context.Context, moderation.Actor) error{
		readCalls(), broadcastCalls(), reportCalls(), contentCalls(),
	} {
		for a, more := range others {
			all[a] = append(all[a], more...)
		}
	}
	for _, r := range moderation.Rules() {
		for i, call := range all[r.Action] {
			t.Run(string(r.Action), func(t *testing.T) {
				t.Parallel()
				if err := call(t.Context(), actor("m", below(r.Least))); !errors.Is(err, moderation.ErrDenied) {
					t.Errorf("call %d by a %s: %v, want ErrDenied", i, below(r.Least), err)
				}
			})
		}
		switch r.Action {
		case moderation.ActionReadHelp, moderation.ActionBindModerator, moderation.ActionSignIn: // nothing to deny
		default:
			if len(all[r.Action]) == 0 {
				t.Errorf("%s has no call here", r.Action)
			}
		}
	}
}

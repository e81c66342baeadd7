package storetest

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// contact is one that was made so many seconds after noon, and arrives a minute after it.
type contact struct {
	who  string
	how  campaign.Contact
	made int
}

// happens records a contact and wants whether the person follows then.
func (c contact) happens(t *testing.T, s *sqlstore.Store, follows bool) *campaign.Person {
	t.Helper()
	var p *campaign.Person
	in(t, s, func(ctx context.Context) (err error) {
		made := noon().Add(time.Duration(c.made) * time.Second)
		p, err = s.People.Meet(ctx, bot.UserID(c.who), c.how, noon().Add(time.Minute), made)
		return err
	})
	want(t, c.who+" follows", p.Following, follows)
	return p
}

// contactsOutOfOrder tests that the contact that was made later counts, whichever comes
// first, and that nothing of somebody who left comes back with a late message.
func contactsOutOfOrder(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for name, c := range map[string]campaign.Contact{"typed": campaign.ContactTyped, "tapped": campaign.ContactTapped} {
		back := name + " after leaving"
		contact{back, c, 10}.happens(t, s, true)
		if p := (contact{back, campaign.ContactLeft, 9}).happens(t, s, true); p.Credits == 0 {
			t.Errorf("%s: a late unfollow took the credits: %+v", back, p)
		}
		contact{back, campaign.ContactLeft, 10}.happens(t, s, false) // in the same second the order of arrival counts

		gone := name + " before leaving"
		contact{gone, c, 10}.happens(t, s, true)
		p := contact{gone, campaign.ContactLeft, 20}.happens(t, s, false)
		in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetWords(ctx, p.ID) })
		if p := (contact{gone, c, 15}).happens(t, s, false); p.Credits != 0 {
			t.Errorf("%s: a late message gave credits to somebody who left: %+v", gone, p)
		}
		contact{gone, c, 21}.happens(t, s, true)

		stranger := name + " stranger"
		contact{stranger, campaign.ContactLeft, 20}.happens(t, s, false)
		contact{stranger, c, 10}.happens(t, s, false)
		if p := (contact{stranger, c, 30}).happens(t, s, true); p.FirstAt.IsZero() || p.Credits == 0 {
			t.Errorf("a stranger who came back = %+v", p)
		}
	}
	page, err := s.People.Followed(t.Context(), 0, noon().Add(time.Hour), 100)
	if err != nil || len(page) != 6 {
		t.Errorf("stored user ids = %+v, %v, want those of the six: two have left, and theirs are not erased here", page, err)
	}
	erased := meet(t, s, "erased")
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, erased) })
	err = s.Do(t.Context(), func(ctx context.Context) error {
		_, err := s.People.Meet(ctx, "erased", campaign.ContactLeft, noon(), noon())
		return err
	})
	missing(t, "somebody erased who left", err)
}

// decisionsOutOfOrder tests that consent and registration are not overwritten by what was
// decided before.
func decisionsOutOfOrder(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	consent := func(c campaign.Consent, made int, wanted campaign.Consent) {
		t.Helper()
		p.Consent, p.ConsentAt = c, noon().Add(time.Duration(made)*time.Second)
		in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, p) })
		want(t, "consent", meet(t, s, "o1").Consent, wanted)
	}
	consent(campaign.ConsentOut, 10, campaign.ConsentOut)
	consent(campaign.ConsentIn, 9, campaign.ConsentOut)
	consent(campaign.ConsentIn, 10, campaign.ConsentIn)
	for made, wanted := range map[int]int{10: 10, 5: 10} {
		in(t, s, func(ctx context.Context) error {
			m := &campaign.Member{Person: p.ID, DecidedAt: noon().Add(10 * time.Second)}
			if err := s.Seats.SaveMember(ctx, here, m); err != nil {
				return err
			}
			m.DecidedAt = noon().Add(time.Duration(made) * time.Second)
			return s.Seats.SaveMember(ctx, here, m)
		})
		m, err := s.Seats.Member(t.Context(), here, p.ID)
		if err != nil || !m.DecidedAt.Equal(noon().Add(time.Duration(wanted)*time.Second)) {
			t.Errorf("decided at %v, %v, want %d s", m.DecidedAt, err, wanted)
		}
	}
}

package campaign_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// oldData notes what is erased.
type oldData struct {
	did []string
	err error
}

func (o *oldData) ForgetTexts(_ context.Context, before time.Time) (int64, error) {
	o.did = append(o.did, "texts before "+before.Format(time.DateOnly))
	return 1, o.err
}

func (o *oldData) Purge(_ context.Context, class string, leftBefore time.Time) error {
	o.did = append(o.did, class+" left before "+leftBefore.Format(time.DateOnly))
	return nil
}

// TestRetention keeps texts for 30 days, and hashes until a week after the class.
func TestRetention(t *testing.T) {
	t.Parallel()
	end := time.Date(2022, 7, 7, 13, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		now  time.Time
		want []string
	}{
		"a week after": {end.AddDate(0, 0, 7), []string{"texts before 2022-06-14"}},
		"a moment later": {
			end.AddDate(0, 0, 7).Add(1), []string{"texts before 2022-06-14", "talk left before 2022-07-14"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &oldData{err: errors.New("no disk")}
			r := &campaign.Retention{Campaign: &campaign.Campaign{ID: "talk", End: end}, Store: store}
			if err := r.Apply(t.Context(), c.now); !errors.Is(err, store.err) {
				t.Errorf("error %v", err)
			}
			if !slices.Equal(store.did, c.want) {
				t.Errorf("erased %q, want %q", store.did, c.want)
			}
		})
	}
}

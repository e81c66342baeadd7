package content_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

// versions returns the sample and the classes of the end-to-end tests.
func versions(t *testing.T) map[string]*content.Version {
	t.Helper()
	out := map[string]*content.Version{}
	v, ps, err := content.LoadFS(sample.Files, sample.FileName, commands(), time.Time{})
	if err != nil {
		t.Fatal(ps)
	}
	out["sample"] = v
	dir := os.DirFS("../../cmd/zhujiao/app/testdata/classes")
	names, err := filepath.Glob("../../cmd/zhujiao/app/testdata/classes/*.yaml")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		if v, ps, err = content.LoadFS(dir, filepath.Base(n), commands(), time.Time{}); err != nil {
			t.Fatal(n, ps)
		}
		out[filepath.Base(n)] = v
	}
	return out
}

// without is a campaign without what identifies its version and without its settings, so that
// two of them can be compared in everything else.
func without(c *campaign.Campaign) campaign.Campaign {
	out := *c
	out.Version, out.Lecturer, out.LecturerIntro, out.Cancelled, out.CancelReason = "", "", "", false, ""
	for _, at := range []*time.Time{
		&out.Start, &out.End, &out.Signup.Open, &out.Signup.Close, &out.Signup.PromoteUntil,
		&out.Checkin.Open, &out.Checkin.Close, &out.Questions.Open, &out.Questions.Close,
	} {
		*at = time.Time{}
	}
	out.Reminders = append([]campaign.Reminder(nil), c.Reminders...)
	for i := range out.Reminders {
		out.Reminders[i].At = time.Time{}
	}
	return out
}

// sameSettings compares all settings with those that are wanted.
func sameSettings(t *testing.T, got, want []campaign.Setting) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d settings, want %d", len(got), len(want))
	}
	for _, c := range campaign.CompareSettings(got, want) {
		if c.Moved() {
			t.Errorf("setting %s is %s%s, want %s%s", c.Old.Kind, c.Old.Text, c.Old.At, c.New.Text, c.New.At)
		}
	}
}

// TestRewrite changes settings of files: what was asked for differs afterwards and nothing
// else, and no line without such a value has changed.
func TestRewrite(t *testing.T) {
	t.Parallel()
	for name, v := range versions(t) {
		c := v.Campaign
		wanted := map[string][]campaign.Setting{
			"a week later":      campaign.Rescheduled(c, c.Start.AddDate(0, 0, 7), c.End.AddDate(0, 0, 7)),
			"half an hour":      campaign.Rescheduled(c, c.Start.Add(30*time.Minute), c.End.Add(50*time.Minute)),
			"earlier by months": campaign.Rescheduled(c, c.Start.AddDate(0, -5, 0), c.End.AddDate(0, -5, 0)),
			"another teacher":   campaign.Taught(c, "李四", `写过"书"，带过: 团队 # 的人`),
			"no intro":          campaign.Taught(c, "李四", ""),
			"cancelled":         campaign.CalledOff(c, true, "老师临时有事"),
			"without a reason":  campaign.CalledOff(c, true, ""),
		}
		for what, want := range wanted {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				got, ps, err := content.Rewrite(v, want, commands())
				if err != nil {
					t.Fatal(err, ps)
				}
				sameSettings(t, got.Campaign.Settings(), want)
				if a, b := without(c), without(got.Campaign); !reflect.DeepEqual(a, b) {
					t.Error("something else has changed")
				}
				if got.Hash == v.Hash {
					t.Error("the version is the same")
				}
				sameLines(t, string(v.Files[v.Name]), string(got.Files[got.Name]))
			})
		}
	}
}

// sameLines compares two files line by line, without the values of settings.
func sameLines(t *testing.T, before, after string) {
	t.Helper()
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i, j := 0, 0; i < len(a) || j < len(b); i, j = i+1, j+1 {
		switch {
		case j < len(b) && (strings.HasPrefix(b[j], "  取消") && (i >= len(a) || a[i] != b[j])):
			i--
		case i >= len(a) || j >= len(b):
			t.Fatalf("%d lines became %d", len(a), len(b))
		case a[i] != b[j] && !strings.Contains(a[i], "2022-") && !strings.Contains(a[i], "讲师"):
			t.Errorf("line %q became %q", a[i], b[j])
		}
	}
}

// TestRewriteForms changes values that are written in other forms than the sample's.
func TestRewriteForms(t *testing.T) {
	t.Parallel()
	intro := "讲师介绍: 前Thaifintech产品总监，畅销书《电商产品经理宝典》作者，有多年电商产品实战经验，曾主导从0到1增长至百万用户。\n"
	for name, change := range map[string][]string{
		"a block":           {intro, "讲师介绍: |\n    第一行\n\n    第二行\n"},
		"a folded text":     {intro, "讲师介绍: 第一行\n    第二行\n"},
		"quotes over lines": {intro, "讲师介绍: \"第一行\n    第二行\"\n"},
		"nothing":           {intro, "讲师介绍:\n"},
		"a comment":         {intro, "讲师介绍:   # 以后写\n"},
		"no key":            {"  " + intro, ""},
		"another form":      {"开始: 2022-07-07 20:30\n  结束", "开始: 2022年7月7日 晚上8点半\n  结束"},
		"no year":           {"开放: 2022-07-06 00:00\n  截止: 2022-07-07 21:30", "开放: 7月6日 0:00\n  截止: 7月7日 21:30"},
		"no window":         {"  开始: 2022-07-07 20:30\n  结束: 2022-07-07 21:45\n", ""},
		"Windows":           {"\n", "\r\n"},
		"braces": {
			"  - {名称: 开课前1小时, 时间: 2022-07-07 19:30,",
			"  - 名称: 开课前1小时\n    时间:\n      2022-07-07 19:30\n  - {名称: 开课前2小时, 时间: 2022-07-07 18:30,",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := strings.NewReplacer(change...).Replace(sampleFile(t))
			if name == "braces" {
				file = strings.Replace(file, "      2022-07-07 19:30\n", "      2022-07-07 19:30\n    文本: remind_1h\n", 1)
			}
			v, ps := load(t, file, time.Time{})
			if v == nil {
				t.Fatal(ps)
			}
			c := v.Campaign
			for _, want := range [][]campaign.Setting{
				campaign.Rescheduled(c, c.Start.AddDate(1, 0, 7), c.End.AddDate(1, 0, 7).Add(time.Hour)),
				campaign.Taught(c, "李四", "教过 3 年"), campaign.CalledOff(c, true, "改天再办"),
			} {
				got, ps, err := content.Rewrite(v, want, commands())
				if err != nil {
					t.Fatal(err, ps)
				}
				sameSettings(t, got.Campaign.Settings(), want)
				if a, b := without(c), without(got.Campaign); !reflect.DeepEqual(a, b) {
					t.Error("something else has changed")
				}
				written := string(got.Files[got.Name])
				if name == "Windows" && strings.Count(written, "\r\n") != strings.Count(written, "\n") {
					t.Error("the line breaks have changed")
				}
			}
		})
	}
}

// TestRewriteRefused returns what is wrong with a value, and leaves the version alone.
func TestRewriteRefused(t *testing.T) {
	t.Parallel()
	v := versions(t)["sample"]
	c := v.Campaign
	for what, want := range map[string][]campaign.Setting{
		"a placeholder":               campaign.Taught(c, "{讲师}", ""),
		"an end before the beginning": campaign.Rescheduled(c, c.Start, c.Start.Add(-time.Hour)),
	} {
		if _, ps, err := content.Rewrite(v, want, commands()); !errors.Is(err, content.ErrBad) || len(ps) == 0 {
			t.Errorf("%s: %v %v", what, ps, err)
		}
	}
	want := campaign.CalledOff(c, true, "")
	got, _, err := content.Rewrite(v, want, commands())
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := content.Rewrite(got, c.Settings(), commands())
	if err != nil {
		t.Fatal(err)
	}
	sameSettings(t, back.Campaign.Settings(), c.Settings())
}

package main

import (
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/bottest"
)

// TestDoctorMakesNoSchema looks at a database whose schema does not exist.
func TestDoctorMakesNoSchema(t *testing.T) {
	t.Parallel()
	s := newSetUp(t)
	s.env["ZHUJIAO_DATABASE_URL"] = bottest.StartPostgres(t).URL()
	for range 2 { // the second time the first would have made it
		if names, _ := s.doctor().named("提醒"); !slices.Contains(names, "数据库") {
			t.Errorf("to be known are %q, want the database that is not there", names)
		}
	}
}

// TestDoctorSeesTheCollation looks at a database that sorts text by the rules of a language:
// somebody should know that, before there is data in it and afterwards.
func TestDoctorSeesTheCollation(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	execute(t, server.Database(), "CREATE DATABASE sorted LOCALE_PROVIDER icu ICU_LOCALE 'und' TEMPLATE template0")
	s := newSetUp(t)
	s.env["ZHUJIAO_DATABASE_URL"] = strings.Replace(server.Database(), "///postgres?", "///sorted?", 1)
	for _, when := range []string{"empty", "made"} {
		r := s.doctor()
		if names, words := r.named("提醒"); !slices.Contains(names, "数据库") || !strings.Contains(words, "LC_COLLATE 为 C") {
			t.Errorf("%s: to be known are %q, which say %s", when, names, words)
		}
		if r.code != 0 {
			t.Errorf("%s: exit %d, although it works", when, r.code)
		}
		s.served()
	}
}

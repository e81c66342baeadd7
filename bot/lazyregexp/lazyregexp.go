// Package lazyregexp has regular expressions that are compiled when they are first used.
// Hundreds of them that only a part of the program needs, such as those that read an
// announcement, take megabytes and would be looked at by each collection of garbage.
//
// A file that has many imports this package under the name regexp; what it declares then
// reads, and is checked by the linters, as with the standard library.
package lazyregexp

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"sync"
)

// Regexp is a regular expression of package regexp. Its methods are those of the same names
// there, and may be called by several goroutines.
type Regexp struct{ compiled func() *regexp.Regexp }

// Compile returns an expression, or an error if its syntax is wrong.
func Compile(text string) (*Regexp, error) {
	if _, err := syntax.Parse(text, syntax.Perl); err != nil {
		return nil, fmt.Errorf("compile an expression: %w", err)
	}
	return MustCompile(text), nil
}

// MustCompile returns an expression of the program, whose syntax is right: else the first use
// panics. TestExpressions compiles all that are declared, because to read a thousand of them would
// add 30 ms to each start.
func MustCompile(text string) *Regexp {
	return &Regexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

// String returns the text of the expression.
func (r *Regexp) String() string { return r.compiled().String() }

// MatchString reports whether s has a match.
func (r *Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }

// Match reports whether b has a match.
func (r *Regexp) Match(b []byte) bool { return r.compiled().Match(b) }

// FindString returns the first match.
func (r *Regexp) FindString(s string) string { return r.compiled().FindString(s) }

// FindStringIndex returns where the first match is.
func (r *Regexp) FindStringIndex(s string) []int { return r.compiled().FindStringIndex(s) }

// FindStringSubmatch returns the first match and its groups.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }

// FindStringSubmatchIndex returns where the first match and its groups are.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.compiled().FindStringSubmatchIndex(s)
}

// FindAllString returns up to n matches, all if n is negative.
func (r *Regexp) FindAllString(s string, n int) []string { return r.compiled().FindAllString(s, n) }

// FindAllStringIndex returns where up to n matches are, all if n is negative.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns up to n matches with their groups, all if n is negative.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where up to n matches and their groups are, all if n is
// negative.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces each match; $1 in the replacement is a group.
func (r *Regexp) ReplaceAllString(s, by string) string { return r.compiled().ReplaceAllString(s, by) }

// ReplaceAllStringFunc replaces each match by what f makes of it.
func (r *Regexp) ReplaceAllStringFunc(s string, f func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, f)
}

// Split returns the parts of s between up to n-1 matches, between all if n is negative.
func (r *Regexp) Split(s string, n int) []string { return r.compiled().Split(s, n) }

package postgres

import "strings"

// locked returns a query with its row lock, by removing the comment signs that hide it from
// SQLite.
func locked(query string) string {
	head, rest, ok := strings.Cut(query, "/* FOR UPDATE")
	if !ok {
		return query
	}
	how, tail, _ := strings.Cut(rest, " */")
	return head + "FOR UPDATE" + how + tail
}

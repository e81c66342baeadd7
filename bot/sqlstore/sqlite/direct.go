package sqlite

import (
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"
)

// direct runs statements on a connection of the driver by SQLite's own functions. The
// driver binds each argument under two locks, copies each text into memory of its own, clears
// all arguments again and asks for what nobody needs, which costs a third of what SQLite
// itself takes for a statement of every message.
//
// Only the goroutine that uses the connection may use it, and only until the connection is
// closed.
type direct struct {
	tls   *libc.TLS
	db    uintptr
	mutex uintptr // of the connection
	room  uintptr // the texts of the arguments, which SQLite reads while a statement runs
	size  int
}

// roomMin is the memory for the texts of one statement at the beginning, in bytes.
const roomMin = 4 << 10

// newDirect takes over a connection of the driver. It takes the connection's mutex away,
// which each argument and each column would lock: see SQLITE_OPEN_NOMUTEX, which the driver
// does not offer.
func newDirect(conn any) (*direct, error) {
	db := reflect.Indirect(reflect.ValueOf(conn)).FieldByName("db")
	if !db.IsValid() || db.Kind() != reflect.Uintptr || db.Uint() == 0 {
		return nil, fmt.Errorf("the driver's %T does not show its connection", conn)
	}
	c := &direct{tls: libc.NewTLS(), db: uintptr(db.Uint())}
	if err := c.grow(roomMin); err != nil {
		c.tls.Close()
		return nil, err
	}
	handle := at[sqlite3.Tsqlite3](c.db)
	c.mutex, handle.Fmutex = handle.Fmutex, 0
	return c, nil
}

// close gives the connection back.
func (c *direct) close() {
	at[sqlite3.Tsqlite3](c.db).Fmutex = c.mutex
	libc.Xfree(c.tls, c.room)
	c.tls.Close()
}

// grow makes room for texts of n bytes.
func (c *direct) grow(n int) error {
	room := libc.Xmalloc(c.tls, types.Size_t(n))
	if room == 0 {
		return errors.New("no memory for the texts of a statement")
	}
	if c.room != 0 {
		libc.Xfree(c.tls, c.room)
	}
	c.room, c.size = room, n
	return nil
}

// directStatement is a prepared statement of SQLite.
type directStatement uintptr

// prepare prepares a query, whose parameters are numbered: ?1, ?2.
func (c *direct) prepare(query string) (directStatement, error) {
	text, err := libc.CString(query)
	if err != nil {
		return 0, err
	}
	defer libc.Xfree(c.tls, text)
	out := c.tls.Alloc(int(unsafe.Sizeof(uintptr(0))))
	defer c.tls.Free(int(unsafe.Sizeof(uintptr(0))))
	if rc := sqlite3.Xsqlite3_prepare_v3(c.tls, c.db, text, -1, sqlite3.SQLITE_PREPARE_PERSISTENT, out, 0); rc != sqlite3.SQLITE_OK {
		return 0, c.fail()
	}
	return directStatement(*at[uintptr](out)), nil
}

// release ends a statement; one that is left keeps the file open.
func (c *direct) release(s directStatement) error {
	if rc := sqlite3.Xsqlite3_finalize(c.tls, uintptr(s)); rc != sqlite3.SQLITE_OK {
		return c.fail()
	}
	return nil
}

// argument is a number, a text or, if neither is set, NULL.
type argument struct {
	number       int64
	text         string
	isNum, isTxt bool
}

func num(n int64) argument { return argument{number: n, isNum: true} }

func txt(s string) argument { return argument{text: s, isTxt: true} }

// bind sets the arguments of a statement. SQLite reads the texts where they lie, until the
// next call.
func (c *direct) bind(s directStatement, args []argument) error {
	need := 0
	for i := range args {
		need += len(args[i].text)
	}
	if need > c.size {
		if err := c.grow(need); err != nil {
			return err
		}
	}
	to := c.room
	for i := range args {
		a, n := &args[i], int32(i)+1
		var rc int32
		switch {
		case a.isNum:
			rc = sqlite3.Xsqlite3_bind_int64(c.tls, uintptr(s), n, a.number)
		case a.isTxt:
			copy(bytesAt(to, len(a.text)), a.text)
			rc = sqlite3.Xsqlite3_bind_text(c.tls, uintptr(s), n, to, int32(len(a.text)), 0)
			to += uintptr(len(a.text))
		default:
			rc = sqlite3.Xsqlite3_bind_null(c.tls, uintptr(s), n)
		}
		if rc != sqlite3.SQLITE_OK {
			return c.fail()
		}
	}
	return nil
}

// exec runs a statement that returns no rows. It returns how many it has changed.
func (c *direct) exec(s directStatement, args ...argument) (int64, error) {
	if err := c.bind(s, args); err != nil {
		return 0, err
	}
	if rc := sqlite3.Xsqlite3_step(c.tls, uintptr(s)); rc != sqlite3.SQLITE_DONE {
		err := c.fail()
		sqlite3.Xsqlite3_reset(c.tls, uintptr(s)) // says the same again
		return 0, err
	}
	n := sqlite3.Xsqlite3_changes(c.tls, c.db)
	if rc := sqlite3.Xsqlite3_reset(c.tls, uintptr(s)); rc != sqlite3.SQLITE_OK {
		return 0, c.fail()
	}
	return int64(n), nil
}

// ask runs a statement that returns one row, which it gives to read, or none.
func (c *direct) ask(s directStatement, read func(row directRow), args ...argument) (found bool, err error) {
	if err := c.bind(s, args); err != nil {
		return false, err
	}
	rc := sqlite3.Xsqlite3_step(c.tls, uintptr(s))
	if found = rc == sqlite3.SQLITE_ROW; found {
		read(directRow{c.tls, uintptr(s)})
		rc = sqlite3.Xsqlite3_step(c.tls, uintptr(s))
	}
	if rc != sqlite3.SQLITE_DONE {
		err = c.fail()
		if rc == sqlite3.SQLITE_ROW {
			err = errors.New("a statement returned more than one row")
		}
	}
	if rc := sqlite3.Xsqlite3_reset(c.tls, uintptr(s)); rc != sqlite3.SQLITE_OK && err == nil {
		err = c.fail()
	}
	return found && err == nil, err
}

// directRow is a row of a statement, valid until the statement goes on.
type directRow struct {
	tls       *libc.TLS
	statement uintptr
}

func (r directRow) number(i int32) int64 { return sqlite3.Xsqlite3_column_int64(r.tls, r.statement, i) }

func (r directRow) null(i int32) bool {
	return sqlite3.Xsqlite3_column_type(r.tls, r.statement, i) == sqlite3.SQLITE_NULL
}

func (r directRow) text(i int32) string {
	p := sqlite3.Xsqlite3_column_text(r.tls, r.statement, i)
	n := sqlite3.Xsqlite3_column_bytes(r.tls, r.statement, i)
	if p == 0 || n == 0 {
		return ""
	}
	return string(bytesAt(p, int(n)))
}

// bytesAt returns what lies at an address in the driver's memory.
func bytesAt(p uintptr, n int) []byte {
	return unsafe.Slice(at[byte](p), n) //nolint:gosec // the address and the length are SQLite's
}

// directError is SQLite's error for a statement that direct has run, with the extended code.
type directError struct {
	code  int
	words string
}

// Error implements error.
func (e *directError) Error() string { return fmt.Sprintf("%s (%d)", e.words, e.code) }

// fail returns the error of the call before.
func (c *direct) fail() error {
	return &directError{
		int(sqlite3.Xsqlite3_extended_errcode(c.tls, c.db)), libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, c.db)),
	}
}

package console

import (
	"net/http"
	"slices"

	"zhujiao/bot/moderation"
)

// access is the least role for a route, and a role above it that may not all the same.
type access struct{ role, but moderation.Role }

func anyone() access   { return access{} }
func reader() access   { return access{role: moderation.RoleReader} }
func lecturer() access { return access{role: moderation.RoleLecturer} }
func staff() access    { return access{role: moderation.RoleStaff} }
func owner() access    { return access{role: moderation.RoleOwner} }

// viewer is whoever looks after a class or only reads: lecturers see the wall and what it
// needs, and nobody's seats.
func viewer() access { return access{role: moderation.RoleReader, but: moderation.RoleLecturer} }

// route is a row of the table. All fields are given in each row, or it does not compile: no
// route is without a role.
type route struct {
	method, path string
	least        access
	serve        func(v *visit) error
}

// The methods.
const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is everything that the console answers to. Paths with {class} are about one class,
// so that two tabs with two classes never mix up their numbers.
func routes() []route {
	return slices.Concat(
		ownRoutes(), recordRoutes(), shiftRoutes(), questionRoutes(), seatRoutes(), sendRoutes(), drawRoutes(), healthRoutes(),
		typingRoutes(), seatExportRoutes(), behindRoutes(), reportRoutes(), contentRoutes(), faqRoutes(), keptRoutes(),
	)
}

// ownRoutes are those of the door, of tickets and of a class as a whole.
func ownRoutes() []route {
	in, me, desk, board := door{}, own{}, desk{}, board{}
	return []route{
		{get, "/console/{$}", reader(), board.first},
		{get, "/console/go/{name}", reader(), board.find},
		{get, "/console/signin", anyone(), in.form},
		{post, "/console/signin", anyone(), in.signIn},
		{post, "/console/signout", reader(), in.signOut},
		{get, "/console/in/{token}", anyone(), in.link},
		{post, "/console/in/{token}", anyone(), in.redeem},
		{get, "/console/me", reader(), me.page},
		{post, "/console/me/password", reader(), me.password},
		{post, "/console/me/second/begin", reader(), me.beginSecond},
		{post, "/console/me/second/on", reader(), me.startSecond},
		{post, "/console/me/second/off", reader(), me.endSecond},
		{post, "/console/me/end", reader(), me.endSession},
		{post, "/console/me/end-others", reader(), me.endOthers},
		{get, "/console/members", owner(), me.members},
		{post, "/console/members/invite", owner(), me.invite},
		{post, "/console/members/remove", owner(), me.remove},
		{get, "/console/at/{class}/{$}", reader(), board.overview},
		{get, "/console/at/{class}/go/{name}", reader(), board.find},
		{get, "/console/at/{class}/banner", reader(), board.banner},
		{get, "/console/at/{class}/stop", staff(), board.stopPage},
		{post, "/console/at/{class}/stop", staff(), board.stop},
		{post, "/console/at/{class}/resume", staff(), board.resume},
		{post, "/console/at/{class}/confirm", reader(), board.confirm},
		{post, "/console/at/{class}/entries/{ref}/undo", staff(), board.undo},
		{get, "/console/at/{class}/events", reader(), board.events},
		{get, "/console/at/{class}/tickets", reader(), desk.list},
		{get, "/console/at/{class}/tickets/{ref}", reader(), desk.ticket},
		{get, "/console/at/{class}/tickets/{ref}/{deed}", reader(), desk.back},
		{post, "/console/at/{class}/tickets/{ref}/answer", staff(), desk.answer},
		{post, "/console/at/{class}/tickets/{ref}/publish", staff(), publisher{desk}.publish},
		{post, "/console/at/{class}/tickets/{ref}/take", staff(), desk.take},
		{post, "/console/at/{class}/tickets/{ref}/return", staff(), desk.giveBack},
		{post, "/console/at/{class}/tickets/{ref}/ignore", staff(), desk.ignore},
		{post, "/console/at/{class}/tickets/{ref}/draft", staff(), desk.draft},
		{post, "/console/at/{class}/tickets/{ref}/drop", staff(), desk.drop},
		{post, "/console/at/{class}/tickets/{ref}/here", staff(), desk.here},
	}
}

// mux serves the table, the files, and nothing else.
func (c *Console) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.method+" "+r.path, c.guarded(r))
	}
	mux.HandleFunc("GET /console/static/{file}", c.pages.static)
	mux.Handle("GET /console", http.RedirectHandler("/console/", http.StatusSeeOther))
	mux.Handle("GET /wall", http.RedirectHandler("/console/wall", http.StatusSeeOther))
	mux.Handle("/r/", c.guarded(route{"", "", anyone(), func(*visit) error { return errNoPage }}))
	mux.Handle("/wall/", c.guarded(route{"", "", anyone(), func(*visit) error { return errNoPage }}))
	mux.Handle("/console/", c.guarded(route{"", "", anyone(), func(*visit) error { return errNoPage }}))
	return mux
}

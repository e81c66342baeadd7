package console

// contentRoutes are those of the content of a class.
func contentRoutes() []route {
	c := contents{}
	return []route{
		{get, "/console/at/{class}/content", staff(), c.page},
		{get, "/console/at/{class}/content/edit", staff(), c.edit},
		{get, "/console/at/{class}/content/review", staff(), c.review},
		{get, "/console/at/{class}/content/file", staff(), c.export},
		{post, "/console/at/{class}/content/check", staff(), c.check},
		{post, "/console/at/{class}/content/import", staff(), c.take},
		{post, "/console/at/{class}/content/propose", staff(), c.propose},
		{post, "/console/at/{class}/content/rebase", staff(), c.rebase},
		{post, "/console/at/{class}/content/drop", staff(), c.drop},
		{get, "/console/at/{class}/content/new", staff(), c.next},
		{post, "/console/at/{class}/content/new", staff(), c.make},
		{post, "/console/at/{class}/content/new/draft", staff(), c.keepAnswers},
		{get, "/console/at/{class}/content/settings", staff(), settings{}.page},
		{post, "/console/at/{class}/content/settings", staff(), settings{}.write},
		{post, "/console/at/{class}/content/settings/move", staff(), settings{}.move},
		{post, "/console/at/{class}/content/settings/lecturer", staff(), settings{}.lecturer},
		{post, "/console/at/{class}/content/settings/cancel", staff(), settings{}.cancel},
		{post, "/console/at/{class}/content/settings/restore", staff(), settings{}.restore},
		{get, "/console/at/{class}/content/{version}", staff(), c.version},
		{get, "/console/at/{class}/content/{version}/{deed}", staff(), c.back},
		{post, "/console/at/{class}/content/{version}/draft", staff(), c.keep},
		{post, "/console/at/{class}/content/{version}/return", staff(), c.goBack},
	}
}

// faqRoutes are those of frequent questions.
func faqRoutes() []route {
	f := frequent{}
	return []route{
		{get, "/console/at/{class}/faq", viewer(), f.page},
		{get, "/console/at/{class}/faq/groups", staff(), f.groups},
		{get, "/console/at/{class}/faq/new", staff(), f.fresh},
		{post, "/console/at/{class}/faq/new", staff(), f.add},
		{get, "/console/at/{class}/faq/phrase", staff(), f.list},
		{post, "/console/at/{class}/faq/phrase", staff(), f.phrase},
		{get, "/console/at/{class}/faq/test", staff(), f.list},
		{post, "/console/at/{class}/faq/test", staff(), f.test},
		{get, "/console/at/{class}/faq/{entry}", staff(), f.entry},
		{post, "/console/at/{class}/faq/{entry}", staff(), f.change},
	}
}

package console

// sendRoutes are those of broadcasts, of the schedule, and of the people behind numbers.
func sendRoutes() []route {
	send, plan, crowd := sends{}, schedule{}, crowd{}
	return []route{
		{get, "/console/at/{class}/sends", reader(), send.list},
		{get, "/console/at/{class}/sends/new", staff(), send.write},
		{post, "/console/at/{class}/sends/new", staff(), send.written},
		{post, "/console/at/{class}/sends/new/draft", staff(), send.keep},
		{get, "/console/at/{class}/sends/new/audience", staff(), send.audience},
		{post, "/console/at/{class}/sends/new/audience", staff(), send.compose},
		{get, "/console/at/{class}/sends/{send}", reader(), send.page},
		{get, "/console/at/{class}/sends/{send}/{deed}", reader(), send.back},
		{post, "/console/at/{class}/sends/{send}/edit", staff(), send.edit},
		{post, "/console/at/{class}/sends/{send}/preview", staff(), send.preview},
		{post, "/console/at/{class}/sends/{send}/seen", staff(), send.seen},
		{post, "/console/at/{class}/sends/{send}/confirm", staff(), send.confirm},
		{post, "/console/at/{class}/sends/{send}/approve", staff(), send.approve},
		{post, "/console/at/{class}/sends/{send}/takeback", staff(), send.takeBack},
		{post, "/console/at/{class}/sends/{send}/pause", staff(), send.pause},
		{post, "/console/at/{class}/sends/{send}/continue", staff(), send.goOn},
		{post, "/console/at/{class}/sends/{send}/cancel", staff(), send.cancel},
		{post, "/console/at/{class}/sends/{send}/correct", staff(), send.correct},
		{get, "/console/at/{class}/reach", staff(), crowd.list},
		{get, "/console/at/{class}/schedule", reader(), plan.page},
		{get, "/console/at/{class}/schedule/{deed}", reader(), plan.back},
		{post, "/console/at/{class}/schedule/skip", staff(), plan.skip},
		{post, "/console/at/{class}/schedule/unskip", staff(), plan.unskip},
		{post, "/console/at/{class}/schedule/move", staff(), plan.move},
	}
}

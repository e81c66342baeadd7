package console

// questionRoutes are the pages of the questions to the lecturer and of the wall.
func questionRoutes() []route {
	q, w := asked{}, wall{}
	return []route{
		{get, "/console/at/{class}/questions", reader(), q.list},
		{get, "/console/at/{class}/questions/{ref}/{deed}", reader(), q.back},
		{post, "/console/at/{class}/questions/{ref}/approve", staff(), q.approve},
		{post, "/console/at/{class}/questions/{ref}/hide", staff(), q.hide},
		{post, "/console/at/{class}/questions/{ref}/merge", staff(), q.merge},
		{post, "/console/at/{class}/questions/{ref}/wall", lecturer(), q.putOnWall},
		{post, "/console/at/{class}/questions/{ref}/done", lecturer(), q.done},
		{post, "/console/at/{class}/questions/{ref}/reopen", lecturer(), q.reopen},
		{post, "/console/at/{class}/questions/{ref}/answer", lecturer(), q.answer},
		{get, "/console/wall", reader(), w.first},
		{get, "/console/at/{class}/wall", reader(), w.page},
		{get, "/console/at/{class}/wall/{deed}", reader(), w.back},
		{post, "/console/at/{class}/wall/move", lecturer(), w.move},
		{post, "/console/at/{class}/wall/screen", staff(), w.open},
		{post, "/console/at/{class}/wall/end", staff(), w.end},
		{post, "/console/at/{class}/wall/code", staff(), w.code},
		{get, "/wall/{token}", anyone(), w.screen},
		{get, "/wall/{token}/events", anyone(), w.events},
		{post, "/wall/{token}/move", anyone(), w.steer},
	}
}

// seatRoutes are the pages of seats, packs and single people.
func seatRoutes() []route {
	s, k, p := seats{}, packs{}, people{}
	return []route{
		{get, "/console/at/{class}/seats", viewer(), s.page},
		{get, "/console/at/{class}/seats/{deed}", viewer(), s.back},
		{post, "/console/at/{class}/seats/close", staff(), s.shut},
		{post, "/console/at/{class}/seats/open", staff(), s.open},
		{post, "/console/at/{class}/seats/add", staff(), s.add},
		{post, "/console/at/{class}/seats/promote", staff(), s.promote},
		{get, "/console/at/{class}/packs", viewer(), k.page},
		{get, "/console/at/{class}/packs/{pack}", staff(), k.one},
		{get, "/console/at/{class}/packs/{pack}/{deed}", staff(), k.back},
		{post, "/console/at/{class}/packs/{pack}/replace", staff(), k.replace},
		{post, "/console/at/{class}/packs/{pack}/stop", staff(), k.stop},
		{post, "/console/at/{class}/packs/{pack}/restore", staff(), k.restore},
		{post, "/console/at/{class}/packs/{pack}/restock", staff(), k.restock},
		{get, "/console/at/{class}/people/{person}", staff(), p.page},
		{get, "/console/at/{class}/people/{person}/{deed}", staff(), p.back},
		{post, "/console/at/{class}/people/{person}/checkin", staff(), p.checkIn},
		{post, "/console/at/{class}/tickets/{ref}/checkin", staff(), p.grant},
		{post, "/console/at/{class}/people/{person}/resend", staff(), p.resend},
		{post, "/console/at/{class}/people/{person}/erase", owner(), p.erase},
	}
}

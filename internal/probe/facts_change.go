package main

import (
	"context"
	"net/http"
)

// changeFacts resize the machine that is off, change the type of the address of the machine
// that is on, and grant access to the owner of the key, so that no other user is notified.
func changeFacts() []fact {
	return []fact{
		{
			name: "state-during-resize", documented: claim{"upgrading is a state", openapi},
			probe: func(ctx context.Context, s *service) seen {
				if s.bench.off == "" {
					return not("no machine")
				}
				r := s.send(ctx, http.MethodPut, "/machines/"+s.bench.off, map[string]any{"diskSize": 100})
				if !r.ok() {
					return ruling(r)
				}
				state := plain(text(s.get(ctx, "/machines/"+s.bench.off).body, "state"))
				s.bench.resize = r
				s.finish(ctx, r)
				s.settle(ctx, s.bench.off)
				return said(state)
			},
			fake: []setting{{"upgrading", "V1.SilentUpgrade", false}, {"off", "V1.SilentUpgrade", true}},
		},
		{
			name: "event-of-resize", documented: claim{"error means that it failed", openapi}, observed: claim{"error without a reason, although it worked", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				event, _ := field(s.bench.resize.body, "event")
				if text(event, "id") == "" {
					return not("no event")
				}
				e := s.get(ctx, "/machine-events/"+text(event, "id")).body
				detail := "without a reason"
				if text(e, "error") != "" {
					detail = "with a reason"
				}
				return seen{plain(text(e, "state")), detail}
			},
			fake: []setting{{"done", "V1.HarmlessErrors", false}, {"error", "V1.HarmlessErrors", true}},
		},
		{
			name: "address-type-while-on", documented: claim{"not by the API", limits}, observed: claim{"works while off", metaphysic},
			probe: func(ctx context.Context, s *service) seen {
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				kind := "dynamic"
				if text(s.get(ctx, "/machines/"+id).body, "publicIpType") == kind {
					kind = "none"
				}
				return ruling(s.send(ctx, http.MethodPut, "/machines/"+id, map[string]any{"publicIpType": kind}))
			},
			fake: []setting{{accepted, "V1.OfflineUpdates", false}, {rejected, "V1.OfflineUpdates", true}},
		},
		{
			name: "second-grant-of-access", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				user := s.user(ctx)
				path := "/machines/" + s.bench.off + "/accessors"
				if user == "" || s.bench.off == "" {
					return not("no user and no machine")
				}
				if r := s.send(ctx, http.MethodPost, path, map[string]any{"userId": user}); !r.ok() {
					return not("the first grant: " + r.verdict())
				}
				return ruling(s.send(ctx, http.MethodPost, path, map[string]any{"userId": user}))
			},
			fake: []setting{{accepted, "V1.GrantOnce", false}, {rejected, "V1.GrantOnce", true}},
		},
		{
			name: "revoked-access", documented: claim{"dtDeleted is optional", openapi},
			probe: func(ctx context.Context, s *service) seen {
				user := s.user(ctx)
				path := "/machines/" + s.bench.off + "/accessors"
				if user == "" || s.bench.off == "" {
					return not("no user and no machine")
				}
				if r := s.send(ctx, http.MethodDelete, path+"/"+user, nil); !r.ok() {
					return ruling(r)
				}
				r := s.get(ctx, path)
				for _, item := range r.items() {
					if who, _ := field(item, "user"); text(who, "id") == user {
						if deleted, _ := field(item, "dtDeleted"); deleted != nil {
							return said("listed with dtDeleted")
						}
						return said("listed")
					}
				}
				return said("not listed")
			},
			fake: []setting{{"not listed", "V1.ShowRevoked", false}, {"listed with dtDeleted", "V1.ShowRevoked", true}},
		},
	}
}

// user returns the ID of the owner of the key.
func (s *service) user(ctx context.Context) string {
	user, _ := field(s.get(ctx, "/auth/session").body, "user")
	return text(user, "id")
}

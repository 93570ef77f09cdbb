package main

import (
	"context"
	"net/http"
)

// addressFacts claim two addresses.
func addressFacts() []fact {
	assign := func(ctx context.Context, s *service, ip, machine string) response {
		return s.send(ctx, http.MethodPut, "/public-ips/"+ip, map[string]any{"machineId": machine})
	}
	return []fact{
		{
			name: "second-address", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				first, a := s.create(ctx, addresses, map[string]any{"region": regionOfProbes})
				second, b := s.create(ctx, addresses, map[string]any{"region": regionOfProbes})
				if !a.ok() || !b.ok() || s.bench.off == "" {
					return not("no two addresses and a machine")
				}
				if r := assign(ctx, s, first, s.bench.off); !r.ok() {
					return not("the first address: " + r.verdict())
				}
				return ruling(assign(ctx, s, second, s.bench.off))
			},
			fake: []setting{{accepted, "V1.SecondAddress", 0}, {rejected, "V1.SecondAddress", 409}},
		},
		{
			name: "move-of-address", documented: claim{"one machine for each address", product},
			probe: func(ctx context.Context, s *service) seen {
				all, r := s.listAll(ctx, addresses.path)
				if !r.ok() {
					return said(r.verdict())
				}
				for _, item := range all {
					if s.bench.off != "" && text(item, "assignedMachineId") == s.bench.off {
						moved := assign(ctx, s, text(item, "ip"), s.bench.running)
						if moved.ok() { // move it back for address-of-gone-machine
							assign(ctx, s, text(item, "ip"), s.bench.off)
						}
						return ruling(moved)
					}
				}
				return not("no address that a machine has")
			},
			fake: []setting{{accepted, "V1.RejectMoves", false}, {rejected, "V1.RejectMoves", true}},
		},
	}
}

// copyFacts make snapshots and templates.
func copyFacts() []fact {
	return []fact{
		{
			name: "restore-while-on", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				snapshot, r := s.create(ctx, snapshots, map[string]any{"name": s.prefix + "snapshot", "machineId": id})
				if !r.ok() || !s.finish(ctx, r) {
					return not("no snapshot: " + r.verdict())
				}
				r = s.send(ctx, http.MethodPost, "/snapshots/"+snapshot+"/restore", map[string]any{})
				if r.ok() {
					s.finish(ctx, r)
					s.settle(ctx, id)
				}
				return ruling(r)
			},
			fake: []setting{{accepted, "V1.RestoreNeedsOff", false}, {rejected, "V1.RestoreNeedsOff", true}},
		},
		{
			name: "template-while-on", documented: claim{"the machine must be off", product},
			probe: func(ctx context.Context, s *service) seen {
				id, ok := s.on(ctx)
				if !ok {
					return not("no machine that is on")
				}
				_, r := s.create(ctx, templates, map[string]any{"name": s.prefix + "on", "machineId": id})
				if r.ok() {
					s.finish(ctx, r)
					return said(accepted)
				}
				return said(r.verdict())
			},
			fake: []setting{{"409 CONFLICT", "V1.RunningTemplate", 0}, {"400 BAD_REQUEST", "V1.RunningTemplate", 400}},
		},
		{
			name: "template-before-its-event", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				if s.bench.off == "" {
					return not("no machine")
				}
				template, r := s.create(ctx, templates, map[string]any{"name": s.prefix + "off", "machineId": s.bench.off})
				if !r.ok() {
					return not("no template: " + r.verdict())
				}
				machine, early := s.create(ctx, machines, s.machine("early", template, "", map[string]any{"startOnCreate": false}))
				s.finish(ctx, r)
				if machine != "" {
					s.settle(ctx, machine)
				}
				if early.ok() {
					return said("can be used")
				}
				return seen{"cannot be used", early.verdict()}
			},
			fake: []setting{{"can be used", "V1.LateTemplates", false}, {"cannot be used", "V1.LateTemplates", true}},
		},
	}
}

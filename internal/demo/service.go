package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// service is the fake Paperspace on a loopback port.
type service struct {
	world   *psfake.World
	api     string // the generation that the provider is to speak
	address string
	server  *http.Server
}

// prefixes are where the doors of the generations are.
var prefixes = map[string]string{"core": "", "v1": psfake.V1Prefix}

// serve starts the service on a free port.
func serve(ctx context.Context, world *psfake.World, api string) (*service, error) {
	if _, known := prefixes[api]; !known {
		return nil, fmt.Errorf("there is no API generation %q; it is core or v1", api)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &service{
		world:   world,
		api:     api,
		address: listener.Addr().String(),
		server:  &http.Server{Handler: world.Local(fakecore.New(world), fakev1.New(world)), ReadHeaderTimeout: 10 * time.Second},
	}
	go func() { _ = s.server.Serve(listener) }() // ends with close
	return s, nil
}

func (s *service) close() { _ = s.server.Close() } // nobody is left to be told

func (s *service) url() string { return "http://" + s.address }

// endpoint is the base URL of the API.
func (s *service) endpoint() string { return s.url() + prefixes[s.api] }

// change changes a machine as somebody at the console would: over the fake's
// admin door, behind the provider's back. The patch is JSON named after the
// fields of psfake.Machine.
func (s *service) change(ctx context.Context, name, patch string) error {
	m, err := s.machine(name)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPatch, s.url()+psfake.AdminPrefix+"machines/"+m.ID, strings.NewReader(patch))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("changing machine %s at the console: %s", name, resp.Status)
	}
	return nil
}

// machine returns the one machine of that name.
func (s *service) machine(name string) (psfake.Machine, error) {
	for _, m := range s.world.Machines() {
		if m.Name == name {
			return m, nil
		}
	}
	return psfake.Machine{}, fmt.Errorf("the service has no machine %q", name)
}

// has is an error unless the service has exactly n machines.
func (s *service) has(n int) error {
	if all := s.world.Machines(); len(all) != n {
		return fmt.Errorf("the service has %d machines, not %d", len(all), n)
	}
	return nil
}

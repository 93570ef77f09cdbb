package conformance

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// bulkReads are the rules about reading and destroying many objects with few requests.
var bulkReads = []rule{
	{"many machines are read from the pages of one list, and their scripts from another", manyMachines},
	{"many machines are destroyed with a request each and few lists", manyDestroys},
	{"many scripts are read from one list, if it contains what a show does", manyScripts},
	{"many private networks are read from one list", manyNetworks},
}

const many = 100

// If lists have pages, a refresh of two or more machines takes the pages of the list and
// two requests: one machine that is read individually, and the list of scripts.
func manyMachines(s *scene) {
	for _, machines := range []int{2, 3 * many} {
		var ids []string
		for len(s.fake.Machines()) < machines {
			s.machine(psfake.Machine{})
		}
		for _, m := range s.fake.Machines() {
			ids = append(ids, m.ID)
		}
		client := ops.NewClient(s.api, ops.Options{})
		s.fake.ResetJournal()
		readAll(s, ids, client.BulkReader.Read)
		most := 10
		if page := s.api.Traits.PageSize; page > 0 {
			most = (machines+page-1)/page + 2
		}
		if n := len(s.fake.Journal()); n > most {
			s.Errorf("%d requests for %d machines, want at most %d", n, machines, most)
		}
		pass(time.Minute)
	}
}

// If lists show machines until they are gone, a destroy of N machines sends at most 1.1 N +
// 10 requests, not counting the lists of machines.
func manyDestroys(s *scene) {
	var ids []string
	for range 2 * many {
		ids = append(ids, s.machine(psfake.Machine{}))
	}
	client := ops.NewClient(s.api, ops.Options{})
	s.fake.ResetJournal()
	var all sync.WaitGroup
	for _, id := range ids {
		all.Go(func() {
			if err := client.DestroyMachine(s.Context(), ops.Destruction{ID: id}); err != nil {
				s.Error(err)
			}
		})
	}
	all.Wait()
	journal := s.fake.Journal()
	others := len(journal) - journal.Count("machines.list")
	if most := len(ids)*11/10 + 10; others > most && !s.behavior.ListHidesDestroyed {
		s.Errorf("%d requests beside the lists of machines were sent, want at most %d", others, most)
	}
	for _, m := range s.fake.Machines() {
		if m.Deleted == nil {
			s.Errorf("%s is left", m.ID)
		}
	}
}

func manyScripts(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	var ids []string
	for i := range many {
		script := s.fake.AddScript(psfake.Script{Name: fmt.Sprint("s", i), Text: "exit", RunOnce: i%2 == 0})
		if ids = append(ids, script.ID); i%10 == 0 {
			s.machine(psfake.Machine{ScriptID: script.ID})
		}
	}
	client := ops.NewClient(s.api, ops.Options{})
	s.fake.ResetJournal()
	found := readAll(s, ids, client.Scripts.Read)
	shows := s.fake.Journal().Count("scripts.show")
	if complete := s.api.Traits.ScriptsNameMachines; complete && shows > 12 || !complete && shows != many {
		s.Errorf("%d shows for %d scripts", shows, many)
	}
	asShown(s, found, s.api.Scripts.Show)
	// The next read sees a write of this client.
	s.must(client.Scripts.Destroy(s.Context(), ids[0]))
	if got, err := client.Scripts.Read(s.Context(), ids[0]); err != nil || got.Found {
		s.Errorf("destroyed, and then read: %+v, %v", got, err)
	}
	pass(time.Minute) // until the list ends that no read waits for
}

func manyNetworks(s *scene) {
	if s.api.PrivateNetworks == nil {
		s.Skip("no private networks")
	}
	var ids []string
	for i := range many {
		ids = append(ids, s.fake.AddNetwork(psfake.Network{Name: fmt.Sprint("n", i)}).ID)
	}
	client := ops.NewClient(s.api, ops.Options{})
	s.fake.ResetJournal()
	found := readAll(s, ids, client.PrivateNetworks.Read)
	if n := len(s.fake.Journal()); n > 15 {
		s.Errorf("%d requests for %d networks", n, many)
	}
	asShown(s, found, s.api.PrivateNetworks.Show)
	if client.PrivateNetworks.Renames() {
		s.must(client.PrivateNetworks.Rename(s.Context(), ids[50], "renamed"))
		if got, err := client.PrivateNetworks.Read(s.Context(), ids[50]); err != nil || got.Object.Name != "renamed" {
			s.Errorf("renamed, and then read: %+v, %v", got, err)
		}
	}
	pass(time.Minute)
}

// readAll reads as Terraform does: ten at a time.
func readAll[T any](s *scene, ids []string, read func(ctx context.Context, id string) (bulk.Finding[T], error)) map[string]T {
	s.Helper()
	found := map[string]T{}
	var mu sync.Mutex
	var all sync.WaitGroup
	tokens := make(chan struct{}, 10)
	for _, id := range ids {
		tokens <- struct{}{}
		all.Go(func() {
			defer func() { <-tokens }()
			got, err := read(s.Context(), id)
			if err != nil || !got.Found {
				s.Errorf("%s: %+v, %v", id, got, err)
			}
			mu.Lock()
			defer mu.Unlock()
			found[id] = got.Object
		})
	}
	all.Wait()
	return found
}

// asShown fails unless every object equals what a show of it returns.
func asShown[T any](s *scene, found map[string]T, show func(ctx context.Context, id string) (T, error)) {
	s.Helper()
	for id, got := range found {
		want, err := show(s.Context(), id)
		s.must(err)
		if diff := cmp.Diff(want, got); diff != "" {
			s.Errorf("%s: -show +read:\n%s", id, diff)
		}
	}
}

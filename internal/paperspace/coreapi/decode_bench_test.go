package coreapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

type listedMachines = array[machineResponse, paperspace.Machine]

// BenchmarkDecode decodes the responses in the documentation. It includes the conversion of a list
// to domain objects, as in the client.
func BenchmarkDecode(b *testing.B) {
	show := []byte(golden(b, "machine_show.json"))
	b.Run("response=show", func(b *testing.B) {
		b.SetBytes(int64(len(show)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := decodeMachine(show); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, n := range []int{10, 1000, 10000} {
		body := machineArray(b, n)
		b.Run(fmt.Sprintf("response=list/machines=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				var l listedMachines
				if err := l.DecodeBody(bytes.NewReader(body)); err != nil || len(l.all) != n {
					b.Fatal(len(l.all), err)
				}
			}
		})
	}
}

// The allocations per machine are limited, because a list can contain 10,000 machines.
func TestDecodeAllocatesLittle(t *testing.T) {
	show := []byte(golden(t, "machine_show.json"))
	if n := testing.AllocsPerRun(100, func() { _, _ = decodeMachine(show) }); n > 160 {
		t.Errorf("a show takes %.0f allocations", n)
	}
	const machines = 100
	body := machineArray(t, machines)
	n := testing.AllocsPerRun(10, func() {
		var l listedMachines
		if err := l.DecodeBody(bytes.NewReader(body)); err != nil || len(l.all) != machines {
			t.Fatal(len(l.all), err)
		}
	})
	if n > 75*machines {
		t.Errorf("a machine of a list takes %.0f allocations", n/machines)
	}
}

func decodeMachine(body []byte) (paperspace.Machine, error) {
	var a machineResponse
	err := json.Unmarshal(body, &a)
	return a.domain(), err
}

// machineArray returns a list of n machines, each a copy of the machine in the documentation.
func machineArray(t testing.TB, n int) []byte {
	t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(golden(t, "machine_show.json")), &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, "events") // a list has none
	machine, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return []byte("[" + strings.Repeat(string(machine)+",", n-1) + string(machine) + "]")
}

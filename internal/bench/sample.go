package main

import (
	"cmp"
	"fmt"
	"slices"
)

// sample is one run of a command, or the medians of several. Times are in
// seconds.
type sample struct {
	Wall      float64 `json:"wall_s"`
	Terraform float64 `json:"terraform_cpu_s"`
	Provider  float64 `json:"provider_cpu_s"`
	RSS       int64   `json:"provider_peak_rss_bytes"`
	Requests  int     `json:"requests"`
}

// cpu is that of both together.
func (s sample) cpu() float64 { return s.Terraform + s.Provider }

// String implements fmt.Stringer.
func (s sample) String() string {
	return fmt.Sprintf("%.1f s, processor %.1f + %.1f s, %d MB, %d requests", s.Wall, s.Terraform, s.Provider, s.RSS/1e6, s.Requests)
}

// medians takes each figure for itself.
func medians(all []sample) sample {
	return sample{
		Wall:      median(all, func(s sample) float64 { return s.Wall }),
		Terraform: median(all, func(s sample) float64 { return s.Terraform }),
		Provider:  median(all, func(s sample) float64 { return s.Provider }),
		RSS:       median(all, func(s sample) int64 { return s.RSS }),
		Requests:  median(all, func(s sample) int { return s.Requests }),
	}
}

// median is the lower one of two in the middle, so that it is a figure that was
// measured.
func median[S any, T cmp.Ordered](all []S, figure func(S) T) T {
	values := figures(all, figure)
	slices.Sort(values)
	return values[(len(values)-1)/2]
}

func most[S any, T cmp.Ordered](all []S, figure func(S) T) T { return slices.Max(figures(all, figure)) }

func figures[S, T any](all []S, figure func(S) T) (values []T) {
	for _, s := range all {
		values = append(values, figure(s))
	}
	return values
}

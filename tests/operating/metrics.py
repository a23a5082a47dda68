"""Reads metrics as Prometheus does: with the parsers of its client library."""

import urllib.request

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open_metrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from harness import environment

TIMEOUT_S = 30 * environment.slowness()


def get(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=TIMEOUT_S) as response:
        return response.headers["Content-Type"], response.read().decode()


class Scrape:
    def __init__(self, families):
        self.families = {family.name: family for family in families}
        self.samples = [sample for family in self.families.values() for sample in family.samples]

    def names(self):
        return {sample.name for sample in self.samples}

    def value(self, sample_name, **labels):
        """The sum of the samples with these labels."""
        return sum(
            sample.value
            for sample in self.samples
            if sample.name == sample_name and labels.items() <= sample.labels.items()
        )

    def labels(self, sample_name, label):
        return {sample.labels[label] for sample in self.samples if sample.name == sample_name and label in sample.labels}


def scrape(endpoint):
    content_type, text = get(endpoint + "/metrics")
    assert content_type == "text/plain; version=0.0.4; charset=utf-8", content_type
    return Scrape(parse_text(text))


def scrape_open_metrics(endpoint):
    content_type, text = get(endpoint + "/metrics", Accept="application/openmetrics-text; version=1.0.0,*/*;q=0.1")
    assert content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8", content_type
    return Scrape(parse_open_metrics(text))

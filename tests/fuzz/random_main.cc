// The main of a fuzz target where there is no libFuzzer. Each file that is named is put to the target, which
// replays a finding; with --runs N, so are N random changes of them, also by the words of a dictionary in
// libFuzzer's format: lines of "text", where \xAB is a byte.
//   stator_number_fuzz [--runs N] [--seed S] [--dictionary FILE] FILE...
// A failure aborts. The input of the moment is then in the file `finding`, of the current folder.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMaxInputBytes = 4096;
constexpr int kMaxChanges = 6;  // of one input
constexpr const char* kFinding = "finding";

void put_to_target(const std::string& input) {
  // Of exactly this size, so that a sanitizer sees a read beyond it.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::vector<std::string> words, std::uint64_t seed)
      : corpus_(std::move(corpus)), words_(std::move(words)), random_(seed) {}

  std::string next() {
    std::string input = pick();
    for (std::size_t changes = 1 + below(kMaxChanges); changes > 0; --changes) change(input);
    if (input.size() > kMaxInputBytes) input.resize(kMaxInputBytes);
    return input;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& pick() { return corpus_[below(corpus_.size())]; }

  std::string piece() {
    if (!words_.empty() && below(2) == 0) return words_[below(words_.size())];
    const std::string& from = pick();
    const std::size_t at = below(from.size() + 1);
    return from.substr(at, below(16) + 1);
  }

  void change(std::string& input) {
    const std::size_t at = below(input.size() + 1);
    switch (below(8)) {
      case 0:
        input.insert(at, 1, static_cast<char>(random_()));
        break;
      case 1:
        input.insert(at, piece());
        break;
      case 2:
        input.replace(at, std::string::npos, piece());
        break;
      case 3:
        input.erase(at, below(8) + 1);
        break;
      case 4:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 5:
        if (at < input.size()) input[at] = static_cast<char>(random_());
        break;
      case 6:  // a run of what is there: long numbers, deep nesting
        if (at < input.size()) input.insert(at, below(200), input[at]);
        break;
      default:
        input.insert(at, input.substr(below(input.size() + 1), below(32)));
    }
  }

  const std::vector<std::string> corpus_, words_;
  std::mt19937_64 random_;
};

std::vector<std::string> read_dictionary(const char* path) {
  std::vector<std::string> words;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::string& word = words.emplace_back();
    for (std::size_t at = 1; at + 1 < line.size(); ++at) {
      const bool is_byte = line.compare(at, 2, "\\x") == 0;
      word += is_byte ? static_cast<char>(std::stoi(line.substr(at + 2, 2), nullptr, 16)) : line[at];
      if (is_byte) at += 3;
    }
  }
  return words;
}

void keep(const std::string& input) {
  std::ofstream file(kFinding, std::ios::binary | std::ios::trunc);
  file << input;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t runs = 0, seed = 1;
  std::vector<std::string> corpus, words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--dictionary" && i + 1 < argc) {
      words = read_dictionary(argv[++i]);
      continue;
    }
    if ((argument == "--runs" || argument == "--seed") && i + 1 < argc) {
      (argument == "--runs" ? runs : seed) = std::strtoull(argv[++i], nullptr, 10);
      continue;
    }
    std::ifstream file(argv[i], std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "cannot read %s\n", argv[i]);
      return 1;
    }
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    put_to_target(corpus.back());
  }
  if (runs == 0) return 0;
  if (corpus.empty()) {
    std::fprintf(stderr, "--runs needs files to change\n");
    return 1;
  }
  Mutator mutator(std::move(corpus), std::move(words), seed);
  for (std::uint64_t run = 0; run < runs; ++run) {
    const std::string input = mutator.next();
    keep(input);
    put_to_target(input);
  }
  std::remove(kFinding);
  return 0;
}

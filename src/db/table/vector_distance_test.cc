#include "db/table/vector_distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "base/random.h"

namespace stator::db::table {
namespace {

// As they are stored, behind a byte so that they are not aligned.
class Stored {
 public:
  explicit Stored(const std::vector<float>& vector)
      : bytes_("x" +
               std::string(reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float))) {}
  std::string_view view() const { return std::string_view(bytes_).substr(1); }

 private:
  std::string bytes_;
};

double score(DistanceFunction function, const std::vector<float>& wanted, const std::vector<float>& stored) {
  return VectorDistance(function, wanted).score(Stored(stored).view());
}

TEST(VectorDistance, Euclidean) {
  EXPECT_EQ(score(DistanceFunction::kEuclidean, {0, 0}, {3, 4}), 5);
  EXPECT_EQ(score(DistanceFunction::kEuclidean, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}), 0);
  const float most = std::numeric_limits<float>::max();
  EXPECT_TRUE(std::isfinite(score(DistanceFunction::kEuclidean, {most, most}, {-most, -most})));
}

TEST(VectorDistance, DotProduct) {
  EXPECT_EQ(score(DistanceFunction::kDotProduct, {1, 2, 3}, {4, -5, 6}), 12);
  EXPECT_EQ(score(DistanceFunction::kDotProduct, {0, 0}, {4, 5}), 0);
}

TEST(VectorDistance, CosineIsOfTheDirection) {
  EXPECT_EQ(score(DistanceFunction::kCosine, {1, 0}, {7, 0}), 0);
  EXPECT_EQ(score(DistanceFunction::kCosine, {1, 0}, {-0.5, 0}), 2);
  EXPECT_EQ(score(DistanceFunction::kCosine, {1, 0}, {0, 3}), 1);
  EXPECT_EQ(score(DistanceFunction::kCosine, {0, 0}, {0, 3}), 1);
  EXPECT_EQ(score(DistanceFunction::kCosine, {1, 0}, {0, 0}), 1);
}

TEST(VectorDistance, CosineStaysWithinItsRange) {
  base::SeededRandom random(1);
  for (int round = 0; round < 1000; ++round) {
    std::vector<float> vector(7);
    for (float& element : vector) element = static_cast<float>(random.below(2001)) / 100 - 10;
    std::vector<float> other = vector;
    for (float& element : other) element *= -3;
    EXPECT_GE(score(DistanceFunction::kCosine, vector, vector), 0);
    EXPECT_LE(score(DistanceFunction::kCosine, vector, other), 2);
  }
}

// The lanes and what is left of them give what a loop gives.
TEST(VectorDistance, OfEveryLength) {
  base::SeededRandom random(2);
  for (std::size_t length = 1; length < 40; ++length) {
    std::vector<float> a(length), b(length);
    double dot = 0, square = 0;
    for (std::size_t i = 0; i < length; ++i) {
      a[i] = static_cast<float>(random.below(100));
      b[i] = static_cast<float>(random.below(100));
      dot += double{a[i]} * double{b[i]};
      square += (double{a[i]} - double{b[i]}) * (double{a[i]} - double{b[i]});
    }
    EXPECT_EQ(score(DistanceFunction::kDotProduct, a, b), dot) << length;
    EXPECT_EQ(score(DistanceFunction::kEuclidean, a, b), std::sqrt(square)) << length;
  }
}

TEST(VectorDistance, NearerIsHigherForProductsOnly) {
  EXPECT_TRUE(VectorDistance(DistanceFunction::kDotProduct, {1}).nearer(2, 1));
  EXPECT_TRUE(VectorDistance(DistanceFunction::kCosine, {1}).nearer(1, 2));
  EXPECT_TRUE(VectorDistance(DistanceFunction::kEuclidean, {1}).nearer(1, 2));
  EXPECT_FALSE(VectorDistance(DistanceFunction::kEuclidean, {1}).nearer(1, 1));
}

}  // namespace
}  // namespace stator::db::table

#include "property_tests/main.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

// The environment's parameters, and a default for each that it does not name.
std::string rapidcheck_parameters() {
  const char* const given = std::getenv("RC_PARAMS");
  std::string parameters = given == nullptr ? "" : given;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (parameters.find(name + '=') == std::string::npos) parameters += ' ' + name + '=' + value;
  };
  add("seed", "1");
  add("max_success", wyn::properties::cases_by_default);
  return parameters.substr(parameters.find_first_not_of(' '));
}

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const std::string parameters = rapidcheck_parameters();
  ::setenv("RC_PARAMS", parameters.c_str(), 1);
  const int status = RUN_ALL_TESTS();
  if (status != 0) std::cout << "repeat with RC_PARAMS=\"" << parameters << "\"" << std::endl;
  return status;
}

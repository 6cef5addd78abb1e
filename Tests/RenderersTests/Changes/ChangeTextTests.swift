// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Renderers

struct ChangeTextTests {
    @Test(arguments: [
        (0.945, "94.5 %"), (0.9499, "94.9 %"), (0.95, "95 %"), (0.944, "94 %"), (0.7996, "79.9 %"), (0.2004, "20.1 %"),
        (0.2, "20 %"), (0.5, "50 %"), (0.999, ">99 %"), (0.954, "95 %"), (0.196, "20 %"),
    ])
    func `a chance does not look like more than it is at a bound`(share: Double, text: String) {
        #expect(ChangeText.chance(share) == text)
    }
}

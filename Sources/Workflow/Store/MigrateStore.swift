// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage

/// Makes state anew that an older program wrote in another way.
package struct MigrateStore {
    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    package func perform() throws {
        guard try store.read({ try StoreInfo($0).isStale() }) else { return }
        try store.write { try StateUpdate($0).renew() }
    }
}

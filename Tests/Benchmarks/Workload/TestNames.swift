// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The names of tests by number, 40 to a class, computed and never kept: ten
/// million cost no memory.
struct TestNames {
    private let seed: Int
    private var group = -1
    /// Attribute values of the current class.
    private(set) var classname = ByteText()
    private(set) var file = ByteText()

    static let perClass = 40

    init(seed: Int) {
        self.seed = seed
    }

    /// Moves to the class of a test, counted from 0.
    mutating func select(_ test: Int) {
        guard test / Self.perClass != group else { return }
        group = test / Self.perClass
        var random = SeededRandom("class", seed, group)
        let package = [random.thing(), random.thing()]
        let name = "\(random.thing().capital)\(random.thing().capital)\(group)Test"
        classname.removeAll(keepingCapacity: true)
        classname.write("org.quay.\(package.joined(separator: ".")).\(name)")
        file.removeAll(keepingCapacity: true)
        file.write("src/test/java/org/quay/\(package.joined(separator: "/"))/\(name).java")
    }

    /// Appends the name of a test; it is unique in its class.
    func writeName(of test: Int, to text: inout ByteText) {
        var random = SeededRandom("test", seed, test)
        text.write(random.deed())
        text.write(random.thing().capital)
        text.write("When")
        text.write(random.thing().capital)
        text.write(random.fault().capital)
        text.write("[row=")
        text.write(decimal: test % Self.perClass)
        text.write(", berth=")
        text.write(random.thing())
        text.write("]")
    }
}

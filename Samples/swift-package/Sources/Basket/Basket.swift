/// What somebody is about to buy; prices in cents.
public struct Basket {
    public struct Line: Equatable {
        public let name: String
        public let price: Int
        public let count: Int

        public init(name: String, price: Int, count: Int = 1) {
            self.name = name
            self.price = price
            self.count = count
        }
    }

    public private(set) var lines: [Line] = []

    public init() {}

    public mutating func add(_ line: Line) { lines.append(line) }

    public var total: Int { lines.reduce(0) { $0 + $1.price * $1.count } }

    /// The total less a discount, rounded down.
    ///
    /// - Parameter percent: From 0 to 100.
    public func total(less percent: Int) -> Int { total * (100 - percent) / 100 }
}

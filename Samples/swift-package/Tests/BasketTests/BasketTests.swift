import Testing

@testable import Basket

struct BasketTests {
    private var basket = Basket()

    init() {
        basket.add(.init(name: "mug", price: 995, count: 3))
        basket.add(.init(name: "tea", price: 450))
    }

    @Test func `the total counts every piece`() {
        #expect(basket.total == 3_435)
    }

    @Test(arguments: [(0, 3_435), (10, 3_092), (100, 0)])
    func `a discount is taken from the whole`(percent: Int, total: Int) {
        // Half a cent is to be rounded up, and the basket rounds it down.
        #expect(basket.total(less: percent) == total)
    }

    @Test(.disabled("there are no vouchers yet")) func `a voucher counts once`() {}
}

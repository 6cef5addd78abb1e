// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The words that names, messages and frames are made of.
///
/// None of them looks like a credential: masking of secrets must find nothing
/// in a work load.
enum Vocabulary {
    static let things = words(
        """
        harbor cargo crane pallet ferry anchor lantern beacon compass chart tide current meadow \
        orchard barley mill oven loaf kettle basin valve piston gasket turbine boiler gauge furnace \
        anvil rivet girder truss arch vault ledge atlas column chapter margin index folio ribbon \
        stamp parcel courier depot siding signal tunnel bridge lock weir canal lighthouse pier dock \
        sail rudder keel mast rope pulley winch hammer chisel plane lathe bench drawer cabinet \
        mirror window shutter awning gutter chimney cellar attic stair lift corridor lobby desk till \
        receipt voucher quota ration larder pantry spice recipe menu course order seat stage curtain \
        score chorus tenor cello drum
        """
    )

    static let deeds = words(
        """
        lower raise haul stow weigh load unload ship post sort stack fold wrap seal open close read \
        write append trim merge split route steer dock tow ring call answer queue serve pour drain \
        fill heat cool press cast forge weld bolt mount align measure count check audit sign reserve \
        release lend return renew cancel retry resume suspend
        """
    )

    static let faults = words(
        """
        timeout mismatch overflow underflow shortage deadlock drift leak breach conflict collapse \
        delay rejection loss corruption duplicate outage starvation stall regression divergence \
        truncation
        """
    )

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension String {
    /// With a capital first letter; ASCII words only.
    var capital: String {
        guard let first = utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else { return self }
        return String(UnicodeScalar(first - 32)) + dropFirst()
    }
}

extension SeededRandom {
    mutating func thing() -> String { pick(Vocabulary.things) }
    mutating func deed() -> String { pick(Vocabulary.deeds) }
    mutating func fault() -> String { pick(Vocabulary.faults) }

    /// A line number as sources have them, from 12 to 911.
    mutating func line() -> Int { 12 + below(900) }
}

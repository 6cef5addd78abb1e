// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Gating
package import TestPhase

/// What a project decides about Exitgate, in one file `exitgate.yml`; `Settings()` is the default.
///
/// Layers: default < file < environment (`EXITGATE_*`) < flags. ``SettingsLoader`` puts them together and remembers
/// where each value came from; ``SettingsKey`` is the table of all keys with their types and ranges.
package struct Settings: Sendable, Equatable {
    /// Which tests fold into which configuration class.
    package struct Configuration: Sendable, Equatable {
        /// Keys of `--set KEY=VALUE` that tell classes apart; `*` stands for all. Never empty.
        package var keys = ["*"]

        /// One class for each combination of values.
        package init() {}
    }

    /// What `exitgate ingest` reads, and how.
    package struct Ingest: Sendable, Equatable {
        /// Globs, from the folder of the settings file, for an `ingest` without paths. Never empty.
        package var paths = [
            "**/TEST-*.xml", "**/*junit*.xml", "**/test-results/**/*.xml", "**/test-reports/**/*.xml",
        ]
        /// Whether tokens, passwords and keys are masked before anything is stored.
        package var maskSecrets = true
        /// Whether symbolic links are followed while folders are searched.
        package var followLinks = false
        /// Name of the test environment that runs are recorded for; nil leaves it open.
        package var environment: String?

        /// The usual places, secrets masked, links not followed.
        package init() {}
    }

    /// What a configuration is made of beside the checkout, lock files, tools and the machine.
    package struct Capture: Sendable, Equatable {
        /// Whether `exitgate ingest` captures the configuration of the project that it runs in.
        package var onIngest = true
        /// Names of variables of the environment whose values are kept; of `secret:NAME` only a digest.
        package var variables: [String] = []
        /// Globs of files that configure the product or its tests.
        package var files: [String] = []
        /// Globs of documents under change control, such as requirements.
        package var documents: [String] = []
        /// Globs of test data.
        package var data: [String] = []
        /// Version of test data that does not lie in the project.
        package var dataVersion: String?
        /// Switches of the product, each as `NAME=VALUE`.
        package var flags: [String] = []
        /// When the support of items ends, each as `KEY DAY`, such as `pkg:npm/alpha 2026-12-31`.
        package var supportEnds: [String] = []
        /// Tools whose version is asked for, as commands without arguments.
        package var tools: [String] = []

        /// Nothing but what is always captured.
        package init() {}
    }

    /// Version of the file format; this program reads 1.
    package var format = 1
    /// Name of the project, 1 to 200 characters.
    package var project = "unnamed"
    /// Release under test when the command does not say, 1 to 200 characters.
    package var release: String?
    /// Phase of runs when the command does not say; one of ``phases``.
    package var phase: String?
    /// Names of the phases, from the first to the last; at least one, all different.
    package var phases = [
        "requirements", "design", "construction", "integration", "system", "alpha", "beta", "release", "operation",
    ]
    /// Phases that end only when a person signs them off.
    package var signOff: [String] = []
    /// Releases from the first to the last, where their names are no versions.
    package var releases: [String] = []
    /// Configuration classes.
    package var configuration = Configuration()
    /// Lines as in a CODEOWNERS file, behind those of the checkout: the last one that matches wins.
    package var owners: [String] = []
    /// Parts of the project, each as `NAME GLOB`.
    package var components: [String] = []
    /// Standard models of changes, each as `NAME GLOB[,GLOB] major|minor|patch`.
    package var changeModels: [String] = []
    /// Whether one person makes and approves; every report then says so.
    package var solo = false
    /// What to capture of the project beside what is always captured.
    package var capture = Capture()
    /// How bad failures are, and when gates are due.
    package var severity = SeverityRules()
    /// What time costs.
    package var costs = CostModel()
    /// What gates demand beside the defaults, one policy for each phase that is named.
    package var gates: [GatePolicy] = []
    /// Reading results.
    package var ingest = Ingest()
    /// What one upload may cost.
    package var limits = Limits()
    /// A path, relative to the settings file, or a URL `postgresql://…`.
    package var store = ".exitgate/exitgate.sqlite"
    /// Longest wait for another process that writes to the store, in seconds, 0 to 3,600.
    package var lockTimeoutSeconds = 30

    /// The default settings.
    package init() {}
}

// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The annotated default, printed by `exitgate settings default`; a test holds it equal to `Settings()`.
package enum DefaultSettings {
    /// A whole `exitgate.yml` that changes nothing, with every key explained.
    package static let text = #"""
        # Settings of Exitgate. Every key is shown with its default and may be left out.
        # Layers: default < this file < environment < flags. Each key has a variable made
        # of section and key, such as EXITGATE_LIMITS_DEPTH or EXITGATE_STORE; a list is
        # written there with commas. `exitgate settings show --origin` tells what holds.

        # Version of this file's format. Required in a file that sets anything.
        format: 1

        # Name of the project, 1 to 200 characters. Reports show it.
        project: unnamed

        # Release under test when `--release` is not given, such as "2.4".
        release: null

        # Phase of the runs when `--phase` is not given; one of the phases below.
        phase: null

        # The phases of the project, from the first to the last.
        # Lower-case letters, digits and hyphens; each name once.
        phases:
          - requirements
          - design
          - construction
          - integration
          - system
          - alpha
          - beta
          - release
          - operation

        # Phases that end only when a person signs them off after the gate let go, such as
        # [release]: exitgate phase sign-off.
        sign_off: []

        # Releases from the first to the last, where their names are no versions, such as
        # [spring, summer]. Those that are not named here come behind them, by version.
        releases: []

        # Which runs may be compared with each other.
        configuration:
          # Keys of `--set KEY=VALUE` that make a configuration class, such as [os, browser].
          # Failures in different classes are different incidents. "*" stands for all keys.
          keys: ["*"]

        # Who owns which files, as lines of a CODEOWNERS file: "/src/pay/ @pay-team". They come
        # behind those of the checkout's own file, and the last line that matches wins.
        owners: []

        # Parts of the project, each as a name and a glob: "pay src/pay/**". A name may have
        # several lines. Changes name them, and their owners approve.
        components: []

        # Sorts of changes that need no approval of their own once ten and more of them did no
        # harm, each as name, items and the largest step: "dev-patches pkg:npm/* patch".
        change_models: []

        # Whether one person makes and approves baselines and changes. Every report then says
        # self-approved.
        solo: false

        # What a configuration is made of, beside the checkout, lock files, tools and the machine.
        capture:
          # Capture the configuration with every ingest that runs in the project's folder.
          on_ingest: true
          # Variables of the environment whose values are kept. No other is ever stored.
          # Of "secret:NAME" only a digest is kept.
          variables: []
          # Globs of files that configure the product or its tests, from the folder of this file.
          files: []
          # Globs of documents under change control, such as "docs/requirements/**".
          documents: []
          # Globs of test data.
          data: []
          # Version of test data that does not lie in the project.
          data_version: null
          # Switches of the product, such as ["new-checkout=on"].
          flags: []
          # When the support of items ends, such as ["pkg:npm/alpha 2026-12-31"]. Audits tell
          # which ones nobody supports any more.
          support_ends: []
          # Tools whose version is asked for with --version, such as [docker, terraform].
          tools: []

        # When the gates of phases are due, such as ["beta 2026-12-18"]: what fails in a phase
        # is the more urgent the nearer its gate.
        gate_dates: []

        # How bad failures are, beside their symptoms. `exitgate issue show` tells the reason.
        severity:
          # Tags that make a failure S1. A suite has them in its properties tag or tags.
          critical_tags: [crash, data-loss, security, smoke]
          # Globs of tests whose failure is S1, over SUITE/CLASS/NAME, such as ["smoke/*"].
          # Here "*" stands for anything, slashes as well.
          critical: []
          # Globs of tests that inform only, over the same: their failure is S4.
          informing: []

        # What failures cost, in time: `exitgate issue list --sort cost` and `--sort fix-first`.
        costs:
          # Minutes that a person looks at the first failure of an incident, 0 to 10,000.
          first_minutes: 20
          # Minutes for each run that repeats it, 0 to 10,000.
          repeat_minutes: 5
          # Days to the next gate, 1 to 365.
          days_to_gate: 14
          # Hours that a blocked gate costs all who wait for it together, 0 to 10,000.
          gate_delay_hours: 8

        # What `exitgate ingest` reads, and how.
        ingest:
          # Globs for an `ingest` without paths, counted from the folder of this file.
          # `*` stays within a folder, `**` does not. Quote what begins with a star.
          paths:
            - "**/TEST-*.xml"
            - "**/*junit*.xml"
            - "**/test-results/**/*.xml"
            - "**/test-reports/**/*.xml"
          # Replace passwords, tokens and keys in failure texts before anything is stored.
          mask_secrets: true
          # Follow symbolic links while folders are searched. A link out of the folder
          # may read what the author of an artifact had no right to read.
          follow_links: false
          # Name of the test environment when `--environment` is not given.
          # Variable: EXITGATE_ENVIRONMENT.
          environment: null

        # Where evidence and decisions are kept: a path counted from the folder of this
        # file, or postgresql://USER@HOST/DATABASE. Keep passwords out of this file.
        store: .exitgate/exitgate.sqlite

        # Longest wait for another process that writes to the store, 0 s to 1 h.
        lock_timeout_seconds: 30 s

        # What one upload may cost. Sizes are bytes, or B, kB, MB, GB (thousands) and KiB,
        # MiB, GiB (1,024). Durations are seconds, or s, min, h, d. What is cut is counted
        # and told as a warning; a file that is too long or too deep is refused.
        limits:
          # Longest file, 1 KiB to 1 TiB.
          file_bytes: 4 GiB
          # Elements within elements, 1 to 1,000.
          depth: 200
          # Attributes of one element, 1 to 10,000.
          attributes: 256
          # Longest element or attribute name, 16 B to 64 KiB.
          name_bytes: 1024
          # Longest test name, class or file, 64 B to 1 MiB. The rest becomes a hash.
          value_bytes: 2048
          # Longest failure message, 256 B to 8 MiB.
          message_bytes: 16 KiB
          # Longest failure text, 256 B to 8 MiB. Head and tail are kept.
          details_bytes: 256 KiB
          # Longest standard output and error of one test, 0 to 8 MiB. Head and tail are kept.
          output_bytes: 256 KiB
          # What the parser sees of one value, 1 KiB to 8 MiB. The rest is skipped.
          raw_value_bytes: 1 MiB
          # Results of one file, 1 to 100,000,000.
          results: 5_000_000
          # Properties of one suite, 0 to 1,000,000.
          properties: 10_000
          # Inflated size of an archive divided by its size, 1 to 10,000.
          archive_ratio: 100
          # Inflated size of all members of an archive, 1 KiB to 1 TiB.
          archive_bytes: 256 MiB
          # How far in the future a time stamp may lie, 0 s to 7 d. One beyond it is
          # replaced by the time of the upload and flagged.
          clock_skew_seconds: 10 min

        """#
}

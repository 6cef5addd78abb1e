// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate knowledge`: what is known about symptoms, and whether it helps.
struct KnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge",
        abstract: "Write, find and review what is known about failures.",
        discussion: """
            An article is Markdown: '# Title', then any of '## Symptom', '## Cause', '## Workaround', '## Restore', \
            '## Prevention' and '## Fix'.
            """,
        subcommands: [
            KnowledgeListCommand.self, KnowledgeShowCommand.self, KnowledgeSearchCommand.self,
            KnowledgeDraftCommand.self, KnowledgeWriteCommand.self, KnowledgeReviewCommand.self,
            KnowledgePublishCommand.self, KnowledgeRetireCommand.self, KnowledgeUseCommand.self,
        ])
}

extension KnowledgeText.Entry {
    fileprivate init(_ entry: KeepKnowledge.Entry) {
        self.init(article: entry.article, issue: entry.issue, issueState: entry.issueState, doubt: entry.doubt)
    }
}

struct KnowledgeListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List articles.",
        discussion: """
            EXAMPLES
              exitgate knowledge list
            """)

    @Flag(help: "List retired ones as well.")
    var all = false
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            {},
            { reading, _ in
                try reading.knowledge.find(nil, includesRetired: all, now: Clock.now).map(KnowledgeText.Entry.init)
            },
            text: {
                $0.isEmpty
                    ? "no articles: exitgate knowledge draft makes one of an issue, knowledge write one of Markdown"
                    : KnowledgeText.list($0, width: Terminal.width, palette: options.output.palette)
            },
            json: KnowledgeText.json)
    }
}

struct KnowledgeSearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find articles by words, the best first.",
        discussion: """
            EXAMPLES
              exitgate knowledge search connection refused payment
            """)

    @Argument(help: "Words, such as those of an error message.")
    var words: [String]
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(10)
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { words.joined(separator: " ") },
            { reading, question in
                try reading.knowledge.find(question, includesRetired: false, now: Clock.now).prefix(limit.rows)
                    .map(KnowledgeText.Entry.init)
            },
            text: { KnowledgeText.list($0, width: Terminal.width, palette: options.output.palette) },
            json: KnowledgeText.json)
    }
}

struct KnowledgeShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an article.",
        discussion: """
            EXAMPLES
              exitgate knowledge show KB-2
              exitgate knowledge show KB-2 --format markdown > article.md
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, markdown
    }

    @Argument(help: "Such as KB-2.")
    var article: Identifier
    @Option(help: "text, json, or markdown as knowledge write takes it.")
    var format = Format.text
    @OptionGroup var options: ReadingOptions

    func run() throws {
        try options.read(
            { try article.number(of: "KB") },
            { KnowledgeText.Entry(try $0.knowledge.show($1, now: Clock.now)) }
        ) { entry in
            switch format {
            case .text: KnowledgeText.page(entry, palette: options.output.palette)
            case .json: KnowledgeText.json([entry])
            case .markdown: KnowledgeText.markdown(entry)
            }
        }
    }
}

/// What commands take that change articles.
struct ArticleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who writes; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func perform(_ verb: () throws -> KeepKnowledge.Verb) throws {
        try reporting(output) {
            let verb = try verb()
            let keeping = KeepKnowledge(try store.openForWriting(), ancestry: GitHistory.ancestry)
            let entry = KnowledgeText.Entry(try keeping.perform(verb, now: Clock.now, actor: Actor.name(by)))
            if format == .json {
                Terminal.print(KnowledgeText.json([entry]))
            } else if !output.quiet {
                Terminal.print(
                    "KB-\(entry.article.number)  \(entry.stateText)  \(SafeText.line(entry.article.title, limit: 200))"
                )
            }
        }
    }
}

struct KnowledgeDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Draft an article from what an issue knows: a known error or a verified fix.",
        discussion: """
            EXAMPLES
              exitgate knowledge draft ISS-3
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var options: ArticleOptions

    func run() throws { try options.perform { .draft(issue) } }
}

struct KnowledgeWriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write an article from Markdown, a new one or another text for a known one.",
        discussion: """
            EXAMPLES
              exitgate knowledge write payment.md --issue ISS-3
              exitgate knowledge show KB-2 --format markdown | sed 's/mock/stub/' | exitgate knowledge write - --article KB-2
            """)

    @Argument(help: "A file, or - for the standard input.")
    var file: String
    @Option(help: "The article that gets this text.")
    var article: Identifier?
    @Option(help: "The issue that it is about.")
    var issue: IssueReference?
    @OptionGroup var options: ArticleOptions

    func run() throws {
        try options.perform {
            let data = try InputFile.read(file, wanted: "a Markdown file", takesInput: true)
            return .write(
                markdown: String(decoding: data, as: UTF8.self), article: try article?.number(of: "KB"), issue: issue)
        }
    }
}

struct KnowledgeReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Say that somebody else has read an article.",
        discussion: """
            EXAMPLES
              exitgate knowledge review KB-2
            """)

    @Argument(help: "Such as KB-2.")
    var article: Identifier
    @OptionGroup var options: ArticleOptions

    func run() throws { try options.perform { .step(try article.number(of: "KB"), .review) } }
}

struct KnowledgePublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Let people follow an article.",
        discussion: """
            EXAMPLES
              exitgate knowledge publish KB-2
            """)

    @Argument(help: "Such as KB-2.")
    var article: Identifier
    @OptionGroup var options: ArticleOptions

    func run() throws { try options.perform { .step(try article.number(of: "KB"), .publish) } }
}

struct KnowledgeRetireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Take an article out of lists; its number stays.",
        discussion: """
            EXAMPLES
              exitgate knowledge retire KB-2
            """)

    @Argument(help: "Such as KB-2.")
    var article: Identifier
    @OptionGroup var options: ArticleOptions

    func run() throws { try options.perform { .step(try article.number(of: "KB"), .retire) } }
}

struct KnowledgeUseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Count that somebody followed an article, and whether it helped.",
        discussion: """
            EXAMPLES
              exitgate knowledge use KB-2
              exitgate knowledge use KB-2 --failed
            """)

    @Argument(help: "Such as KB-2.")
    var article: Identifier
    @Flag(help: "It did not help.")
    var failed = false
    @OptionGroup var options: ArticleOptions

    func run() throws { try options.perform { .used(try article.number(of: "KB"), hasHelped: !failed) } }
}

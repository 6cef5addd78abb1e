// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `pom.xml` of Maven, which locks nothing: everything is unpinned, versions are what the file itself resolves.
enum MavenProject {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let outcome = MarkupReader.read(text.text)
        if let line = outcome.faultLine { draft.markMalformed("this is no well-formed XML", line: line) }
        guard let project = outcome.root, project.name == "project" else {
            if outcome.faultLine == nil { draft.markMalformed("the document is no Maven project") }
            return
        }
        let properties = MavenProperties(project)
        let managed = managedVersions(project, properties)
        for section in [project] + project["profiles"].all("profile") {
            for dependency in section["dependencies"].all("dependency") {
                add(dependency, managed: managed, properties, to: &draft)
            }
            // A bill of materials is used as soon as it is named, unlike other managed versions.
            for dependency in section["dependencyManagement"]["dependencies"].all("dependency")
            where dependency["scope"].text == "import" {
                add(dependency, managed: managed, properties, to: &draft)
            }
            for plugin in section["build"]["plugins"].all("plugin") { add(plugin: plugin, properties, to: &draft) }
        }
        if !project["parent"].children.isEmpty { add(project["parent"], managed: [:], properties, to: &draft) }
    }

    private static func managedVersions(_ project: MarkupElement, _ properties: MavenProperties) -> [String: String] {
        let managed = project["dependencyManagement"]["dependencies"].all("dependency")
        return Dictionary(
            managed.compactMap { dependency in
                dependency["version"].value.map { (name(of: dependency, properties), $0) }
            }
        ) { first, _ in first }
    }

    private static func name(of element: MarkupElement, group: String = "", _ properties: MavenProperties) -> String {
        let group = element["groupId"].value ?? group
        return properties.resolved(group) + ":" + properties.resolved(element["artifactId"].text)
    }

    private static func add(
        _ element: MarkupElement, managed: [String: String], _ properties: MavenProperties, to draft: inout LockDraft
    ) {
        let name = name(of: element, properties)
        guard !element["artifactId"].text.isEmpty, !element["groupId"].text.isEmpty else {
            draft.skipEntry(name)
            return
        }
        let version = element["version"].value ?? managed[name]
        draft.add(
            LockedDependency(
                .maven, name, version: MavenVersion.exact(version.map(properties.resolved)), isDirect: true,
                isDevelopment: properties.resolved(element["scope"].text) == "test", isPinned: false))
    }

    private static func add(plugin: MarkupElement, _ properties: MavenProperties, to draft: inout LockDraft) {
        let name = name(of: plugin, group: "org.apache.maven.plugins", properties)
        guard !plugin["artifactId"].text.isEmpty else {
            draft.skipEntry(name)
            return
        }
        let version = plugin["version"].value.map(properties.resolved)
        draft.add(
            LockedDependency(
                .maven, name, version: MavenVersion.exact(version), isDirect: true, isDevelopment: true,
                isPinned: false))
    }
}

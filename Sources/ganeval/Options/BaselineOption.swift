import ArgumentParser
package import GANStore

extension BaselineQuery: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

import Foundation
import GANFiles
import Yams

enum YAMLDocument {
    static func decode<Value: Decodable>(
        _ type: Value.Type, at path: String, _ failure: (String) -> ModelError
    ) throws -> Value {
        let bytes = try BoundedFile.read(path, limit: 4 << 20)
        do { return try YAMLDecoder().decode(type, from: Data(bytes)) } catch let error as DecodingError {
            throw failure(NativeGenerator.explain(error))
        } catch { throw failure("\(error)") }
    }
}

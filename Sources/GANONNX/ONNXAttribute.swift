import Foundation

/// The value of an operator's attribute.
package enum ONNXAttribute: Sendable, Equatable {
    case integer(Int)
    case integers([Int])
    case float(Float)
    case floats([Float])
    case text(String)
}

extension ONNXAttribute {
    func message(name: String) -> Onnx_AttributeProto {
        var message = Onnx_AttributeProto()
        message.name = name
        switch self {
        case .integer(let value):
            message.type = .int
            message.i = Int64(value)
        case .integers(let values):
            message.type = .ints
            message.ints = values.map(Int64.init)
        case .float(let value):
            message.type = .float
            message.f = value
        case .floats(let values):
            message.type = .floats
            message.floats = values
        case .text(let value):
            message.type = .string
            message.s = Data(value.utf8)
        }
        return message
    }
}
